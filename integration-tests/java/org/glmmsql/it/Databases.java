package org.glmmsql.it;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.glmmsql.jdbc.Glmm;
import org.glmmsql.reference.CsvTable;
import org.jspecify.annotations.Nullable;

/** In-memory databases with the functions registered, and their rows as lists. */
final class Databases {
    static final List<String> URLS = List.of(CsvTable.H2, CsvTable.DUCKDB);

    private Databases() {}

    static Connection open(String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        Glmm.register(connection);
        return connection;
    }

    static List<List<@Nullable Object>> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    static String text(Connection connection, String query) throws SQLException {
        return String.valueOf(rows(connection, query).get(0).get(0));
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
