package org.glmmsql.engine.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.glmmsql.engine.Engine;
import org.glmmsql.function.Catalog;

/** SQLite. Functions belong to the connection. */
public final class SqliteEngine implements Engine {
    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public String productName() {
        return "SQLite";
    }

    @Override
    public String urlPrefix() {
        return "jdbc:sqlite:";
    }

    @Override
    public String driver() {
        return "org.xerial:sqlite-jdbc:3.54.1.0";
    }

    @Override
    public void register(Connection connection, Catalog catalog) throws SQLException {
        SqliteFunctions.register(connection, catalog);
    }

    @Override
    public List<String> definitions(Catalog catalog) {
        return List.of();
    }
}
