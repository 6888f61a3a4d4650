package org.glmmsql.engine.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.glmmsql.engine.Engine;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.function.Catalog;

/** DuckDB. Functions live as long as the database is open; the macros are temporary, so that a file keeps no trace. */
public final class DuckDbEngine implements Engine {
    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public String productName() {
        return "DuckDB";
    }

    @Override
    public String urlPrefix() {
        return "jdbc:duckdb:";
    }

    @Override
    public String driver() {
        return DriverInside.TESTED_DRIVER;
    }

    @Override
    public void register(Connection connection, Catalog catalog) throws SQLException {
        Functions functions = Functions.of(catalog);
        try {
            functions.register(connection);
        } catch (DriverInside.IncompatibleDriverException e) {
            throw SqlErrors.of(new GlmmException(
                    ErrorCode.ENGINE,
                    "the DuckDB driver " + connection.getMetaData().getDriverVersion()
                            + " is not one this version works with (" + e.getMessage() + "); use "
                            + driver(),
                    e));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(functions.macros().temporary());
        }
    }

    /** The macros; the Java functions that some of them call are registered by every process. */
    @Override
    public List<String> definitions(Catalog catalog) {
        return Functions.of(catalog).macros().definitions("");
    }
}
