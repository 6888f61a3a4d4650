package org.glmmsql.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/**
 * The table {@code data} made of a file. A CSV column is DOUBLE if all its values look like numbers, DATE if they look like ISO dates, else
 * text, by the same rule on all engines; so is one with integers longer than 15 digits, which are identifiers. Parquet has its types.
 */
final class DataTable {
    private static final String NUMBER = "[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?|NaN|[-+]?Inf(inity)?";
    private static final String IDENTIFIER = "[-+]?[0-9]{16,}";
    private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    private DataTable() {}

    /** Names of the columns loaded. @throws GlmmException FILE for a file that cannot be read as what its name says */
    static List<String> load(
            Connection connection, DataEngine engine, Path file, List<String> textColumns, String nullText)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")) {
                loadParquet(connection, engine, statement, file);
            } else {
                loadCsv(engine, statement, file, textColumns, nullText);
            }
            return columns(statement, "data");
        } catch (SQLException e) {
            throw new GlmmException(ErrorCode.FILE, "the file '" + file + "' cannot be read: " + Messages.of(e), e);
        }
    }

    private static void loadCsv(
            DataEngine engine, Statement statement, Path file, List<String> textColumns, String nullText)
            throws SQLException {
        statement.execute("CREATE TABLE raw AS " + engine.readCsv(SqlText.escaped(file.toString())));
        List<String> names = columns(statement, "raw");
        List<String> types = new ArrayList<>();
        for (String name : names) {
            types.add(textColumns.contains(name) ? "VARCHAR" : type(engine, statement, name, nullText));
        }
        StringBuilder select = new StringBuilder();
        for (int j = 0; j < names.size(); j++) {
            String column = value(names.get(j), nullText);
            if (types.get(j).startsWith("DOUBLE")) {
                column = "REGEXP_REPLACE(" + column + ", 'Inf$', 'Infinity')";
            }
            select.append(j == 0 ? "" : ", ")
                    .append("CAST(" + column + " AS " + types.get(j) + ") AS " + SqlText.quoted(names.get(j)));
        }
        statement.execute("CREATE TABLE data AS SELECT " + select + " FROM raw");
        statement.execute("DROP TABLE raw");
    }

    private static String type(DataEngine engine, Statement statement, String name, String nullText)
            throws SQLException {
        String value = value(name, nullText);
        String counts = List.of(
                        "NOT " + engine.matches(value, NUMBER),
                        engine.matches(value, IDENTIFIER),
                        "NOT " + engine.matches(value, DATE))
                .stream()
                .map(condition -> "COUNT(CASE WHEN " + condition + " THEN 1 END)")
                .collect(Collectors.joining(", "));
        try (ResultSet row = statement.executeQuery("SELECT COUNT(" + value + "), " + counts + " FROM raw")) {
            row.next();
            if (row.getLong(2) == 0 && row.getLong(3) == 0) {
                return "DOUBLE PRECISION";
            }
            return row.getLong(4) == 0 ? "DATE" : "VARCHAR";
        }
    }

    /** The text of a cell; empty and {@code nullText} are NULL. */
    private static String value(String name, String nullText) {
        return "NULLIF(NULLIF(" + SqlText.quoted(name) + ", ''), '" + SqlText.escaped(nullText) + "')";
    }

    private static void loadParquet(Connection connection, DataEngine engine, Statement statement, Path file)
            throws SQLException {
        String query = "SELECT * FROM read_parquet('" + SqlText.escaped(file.toString()) + "')";
        if (engine == DataEngine.duckdb) {
            statement.execute("CREATE TABLE data AS " + query);
            return;
        }
        try (Connection reader = DataEngine.duckdb.open();
                Statement read = reader.createStatement();
                ResultSet rows = read.executeQuery(query)) {
            TableCopy.copy(rows, connection, "data");
        }
    }

    private static List<String> columns(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " WHERE FALSE")) {
            return Rows.of(rows).names();
        }
    }
}
