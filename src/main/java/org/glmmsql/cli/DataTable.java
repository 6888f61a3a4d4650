package org.glmmsql.cli;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.sql.Fitting;

/**
 * The table {@code data} made of the columns of a file that a model uses. A CSV column is DOUBLE if all its values look like numbers, DATE
 * if they look like ISO dates, else text, by the same rule on all engines; so is one with integers longer than 15 digits, which are
 * identifiers. Parquet has its types.
 */
final class DataTable {
    private static final String DIGITS = "[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?";
    private static final String NOT_FINITE = "|NaN|[-+]?Inf(inity)?";
    private static final String IDENTIFIER = "[-+]?[0-9]{16,}";
    private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    private final DataEngine engine;
    private final Statement statement;
    private final DataFile file;
    private final CsvOptions options;
    private final Consumer<String> notes;

    private DataTable(
            DataEngine engine, Statement statement, DataFile file, CsvOptions options, Consumer<String> notes) {
        this.engine = engine;
        this.statement = statement;
        this.file = file;
        this.options = options;
        this.notes = notes;
    }

    /**
     * Names of the columns loaded.
     *
     * @param notes takes sentences on values that may not mean what they seem to
     * @throws GlmmException FILE for a file that cannot be read as what it is, UNKNOWN_COLUMN for a model of other columns
     */
    static List<String> load(
            Connection connection,
            DataEngine engine,
            DataFile file,
            Fitting fitting,
            CsvOptions options,
            Consumer<String> notes) {
        try (Statement statement = connection.createStatement()) {
            DataTable table = new DataTable(engine, statement, file, options, notes);
            return file.isParquet() ? table.loadParquet(connection, fitting) : table.loadCsv(fitting);
        } catch (SQLException | IOException e) {
            throw new GlmmException(
                    ErrorCode.FILE, "the file '" + file.name() + "' cannot be read: " + Messages.of(e), e);
        }
    }

    private List<String> loadCsv(Fitting fitting) throws SQLException {
        CsvFile csv = CsvFile.of(file, options.delimiter);
        List<String> names = csv.names();
        List<Integer> text = options.textColumns.stream()
                .map(column -> textColumn(column, names))
                .toList();
        int[] used = used(fitting, names);
        statement.execute("CREATE TABLE raw AS " + engine.readCsv(file, csv));
        List<String> raw = columns("raw");
        List<String> select = new ArrayList<>();
        for (int j : used) {
            String name = names.get(j);
            String cell = SqlText.quoted(raw.get(j));
            String cast = text.contains(j) ? text(cell) : typed(name, cell);
            select.add(cast + " AS " + SqlText.quoted(name));
        }
        statement.execute("CREATE TABLE data AS SELECT " + String.join(", ", select) + " FROM raw");
        statement.execute("DROP TABLE raw");
        return Arrays.stream(used).mapToObj(names::get).toList();
    }

    private int[] used(Fitting fitting, List<String> names) {
        try {
            return Arrays.stream(fitting.byName(names).indexes())
                    .distinct()
                    .sorted()
                    .toArray();
        } catch (GlmmException e) {
            if (e.code() == ErrorCode.UNKNOWN_COLUMN && names.stream().anyMatch(name -> name.matches(DIGITS))) {
                throw new GlmmException(
                        ErrorCode.FILE,
                        "the first line of '" + file.name() + "' is taken for names, and has numbers: "
                                + String.join(", ", names) + "; put a line with the names of the columns before it",
                        e);
            }
            throw e;
        }
    }

    private static int textColumn(String wanted, List<String> names) {
        for (int j = 0; j < names.size(); j++) {
            if (names.get(j).equalsIgnoreCase(wanted)) {
                return j;
            }
        }
        throw new GlmmException(
                ErrorCode.UNKNOWN_COLUMN, "no column '" + wanted + "' for --text; " + Suggestion.among(wanted, names));
    }

    /** The cells of a column in the type that all of them have. */
    private String typed(String name, String cell) throws SQLException {
        String text = text(cell);
        String trimmed = "TRIM(" + text + ")";
        String number = engine.matches(trimmed, DIGITS.replace(".", decimal()) + NOT_FINITE);
        String commas = engine.matches(trimmed, DIGITS.replace(".", ","));
        String counts = List.of(
                        number,
                        engine.matches(trimmed, IDENTIFIER),
                        engine.matches(trimmed, DATE),
                        number + " OR " + commas,
                        cell + " = '" + SqlText.escaped(options.nullText) + "'")
                .stream()
                .map(condition -> "COUNT(CASE WHEN " + condition + " THEN 1 END)")
                .collect(Collectors.joining(", "));
        String query = "SELECT COUNT(" + text + "), " + counts + ", MIN(CASE WHEN NOT (" + number + ") THEN " + text
                + " END) FROM raw";
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            long values = row.getLong(1);
            long numbers = row.getLong(2);
            if (numbers == values && row.getLong(3) == 0) {
                String decimals = options.decimal == '.' ? trimmed : "REPLACE(" + trimmed + ", ',', '.')";
                return "CAST(REGEXP_REPLACE(" + decimals + ", 'Inf$', 'Infinity') AS DOUBLE PRECISION)";
            }
            if (row.getLong(4) == values) {
                return "CAST(" + trimmed + " AS DATE)";
            }
            String other = row.getString(7);
            if (numbers < values && row.getLong(5) == values) {
                throw new GlmmException(
                        ErrorCode.FILE,
                        "the column '" + name + "' of '" + file.name() + "' has numbers with a comma, such as '" + other
                                + "'; pass --decimal , if it is the decimal mark, write numbers without separators of "
                                + "thousands, or pass --text " + name + " if they are no numbers");
            }
            noteText(name, numbers, values, other, row.getLong(6));
            return text;
        }
    }

    private void noteText(String name, long numbers, long values, String other, long nulls) {
        if (numbers > 0 && numbers < values) {
            notes.accept("note: the column '" + name + "' is text, as " + (values - numbers) + " of its " + values
                    + " values are not numbers, such as '" + other + "'; if that stands for NULL, pass --null '" + other
                    + "', and --text " + name + " if it is right");
        } else if (nulls > 0) {
            notes.accept("note: '" + options.nullText + "' in the text column '" + name + "' is taken as NULL (" + nulls
                    + " rows); pass --null '' if it is a value");
        }
    }

    private String decimal() {
        return String.valueOf(options.decimal);
    }

    /** The text of a cell; empty and the text for NULL are NULL. */
    private String text(String cell) {
        String text = "NULLIF(" + cell + ", '')";
        return options.nullText.isEmpty() ? text : "NULLIF(" + text + ", '" + SqlText.escaped(options.nullText) + "')";
    }

    private List<String> loadParquet(Connection connection, Fitting fitting) throws SQLException {
        if (!options.textColumns.isEmpty()) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "--text is for CSV, and '" + file.name() + "' is Parquet, whose columns have types; write factor("
                            + options.textColumns.get(0) + ") in the model");
        }
        String path = "('" + SqlText.escaped(file.path().toString()) + "')";
        if (engine == DataEngine.duckdb) {
            return loadParquet(statement, connection, path, fitting);
        }
        try (Connection reader = DataEngine.duckdb.open();
                Statement read = reader.createStatement()) {
            return loadParquet(read, connection, path, fitting);
        }
    }

    private List<String> loadParquet(Statement duckdb, Connection target, String path, Fitting fitting)
            throws SQLException {
        CsvFile.requireDistinct(file.name(), parquetNames(duckdb, path));
        List<String> names;
        try (ResultSet header = duckdb.executeQuery("SELECT * FROM read_parquet" + path + " LIMIT 0")) {
            names = Rows.of(header).names();
        }
        List<String> used =
                Arrays.stream(used(fitting, names)).mapToObj(names::get).toList();
        String query = "SELECT " + used.stream().map(SqlText::quoted).collect(Collectors.joining(", "))
                + " FROM read_parquet" + path;
        if (duckdb == statement) {
            statement.execute("CREATE TABLE data AS " + query);
        } else {
            try (ResultSet rows = duckdb.executeQuery(query)) {
                TableCopy.copy(rows, target, "data");
            }
        }
        return used;
    }

    /** As the file has them; read_parquet gives one of two that differ in case only another name. */
    private static List<String> parquetNames(Statement duckdb, String path) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet nodes = duckdb.executeQuery("SELECT name, num_children FROM parquet_schema" + path)) {
            nodes.next(); // the root
            long below = 0; // nodes within the column that came last
            while (nodes.next()) {
                if (below == 0) {
                    names.add(nodes.getString(1));
                } else {
                    below--;
                }
                below += nodes.getLong(2);
            }
        }
        return names;
    }

    private List<String> columns(String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " WHERE FALSE")) {
            return Rows.of(rows).names();
        }
    }
}
