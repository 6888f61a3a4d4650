package org.glmmsql.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/** As in {@code --output file.parquet}: where the result of the last statement goes. DuckDB writes it, whatever the engine. */
final class OutputFile {
    private final Path file;
    private final String format;

    /** @throws GlmmException FILE for another ending than csv or parquet, or a folder that is not there: before anything runs */
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

    /** Runs a query and writes its rows. */
    void write(Connection connection, String query) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("DuckDB")) {
            copy(connection, "(" + query + "\n)");
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query);
                Connection writer = DataEngine.duckdb.open()) {
            TableCopy.copy(rows, writer, "result");
            copy(writer, "result");
        }
    }

    private void copy(Connection duckdb, String source) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(
                    "COPY " + source + " TO '" + SqlText.escaped(file.toString()) + "' (FORMAT " + format + ")");
        }
    }
}
