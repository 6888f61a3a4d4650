package org.glmmsql.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/** As in {@code --output file.parquet}: where the result of the last statement goes. DuckDB writes it, whatever the engine. */
final class OutputFile {
    private final Path file;
    private final String format;

    /** @throws GlmmException FILE for another ending than csv or parquet, or a file that cannot be written: before anything runs */
    OutputFile(Path file) {
        this.file = Files.writable(file);
        String name = file.toString().toLowerCase(Locale.ROOT);
        this.format = name.endsWith(".csv") ? "csv, HEADER" : name.endsWith(".parquet") ? "parquet" : "";
        if (format.isEmpty()) {
            throw new GlmmException(
                    ErrorCode.FILE,
                    "the output '" + file + "' is neither .csv nor .parquet; end its name with one of them");
        }
    }

    /**
     * Runs a query and writes its rows. Their number.
     *
     * @throws GlmmException FILE for a statement that gives no rows, or columns of the same name
     */
    long write(Connection connection, String query) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("DuckDB")) {
            try (PreparedStatement prepared = connection.prepareStatement(query)) {
                requireDistinct(prepared.getMetaData());
            }
            try {
                return copy(connection, "(" + query + "\n)");
            } catch (SQLException e) {
                throw Messages.of(e).startsWith("Parser Error") ? noQuery() : e; // by itself it was prepared
            }
        }
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(query)) {
                throw noQuery();
            }
            try (ResultSet rows = statement.getResultSet();
                    Connection writer = Databases.open("jdbc:duckdb:")) {
                requireDistinct(rows.getMetaData());
                TableCopy.copy(rows, writer, "result");
                return copy(writer, "result");
            }
        }
    }

    private static SQLException noQuery() {
        return SqlErrors.of(new GlmmException(
                ErrorCode.FILE,
                "--output writes the rows of the last statement, and this one is no query; end with one"));
    }

    private static void requireDistinct(ResultSetMetaData result) throws SQLException {
        Set<String> seen = new HashSet<>();
        for (String name : Rows.names(result)) {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new GlmmException(
                        ErrorCode.FILE,
                        "two columns of the result are named '" + name + "'; name one of them otherwise, as in SELECT "
                                + name + " AS " + name + "_2");
            }
        }
    }

    private long copy(Connection duckdb, String source) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            return statement.executeUpdate(
                    "COPY " + source + " TO '" + SqlText.escaped(file.toString()) + "' (FORMAT " + format + ")");
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
