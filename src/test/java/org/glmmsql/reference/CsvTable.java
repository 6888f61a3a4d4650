package org.glmmsql.reference;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.reference.ReferenceCase.SqlPrep;
import org.jspecify.annotations.Nullable;

/** A CSV file as a table of an H2 or DuckDB database: columns named as text are VARCHAR, all others DOUBLE. */
public final class CsvTable {
    /** An in-memory database whose names keep their case and are compared without it. */
    public static final String H2 = "jdbc:h2:mem:;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";

    public static final String DUCKDB = "jdbc:duckdb:";

    private CsvTable() {}

    /** Creates and fills a table with the data of a case. */
    public static void create(Connection connection, String table, ReferenceCase reference) throws SQLException {
        create(connection, table, reference.dataFile(), reference.textColumns(), reference.sqlPrep());
    }

    /** Creates and fills a table with a file. */
    public static void create(Connection connection, String table, Path file, List<String> textColumns)
            throws SQLException {
        create(connection, table, file, textColumns, new SqlPrep(null, null));
    }

    private static void create(Connection connection, String table, Path file, List<String> textColumns, SqlPrep prep)
            throws SQLException {
        String path = "'" + file.toString().replace("'", "''") + "'";
        String csv = connection.getMetaData().getURL().startsWith("jdbc:h2")
                ? "CSVREAD(" + path + ", NULL, 'caseSensitiveColumnNames=true')"
                : "read_csv(" + path + ", header = true, all_varchar = true)";
        try (Statement statement = connection.createStatement()) {
            List<String> columns = new ArrayList<>();
            for (String name : names(statement, "SELECT * FROM " + csv + " WHERE 1 = 0")) {
                String type = textColumns.contains(name) ? "VARCHAR" : "DOUBLE PRECISION";
                columns.add("CAST(\"" + name + "\" AS " + type + ") AS \"" + name + "\"");
            }
            String select = prep.select() == null ? "*" : prep.select();
            String where = prep.where() == null ? "" : " WHERE " + prep.where();
            statement.execute("CREATE TABLE " + table + " AS SELECT " + select + " FROM (SELECT "
                    + String.join(", ", columns) + " FROM " + csv + ") AS rows_of_file" + where);
        }
    }

    /** The data of a case as a fit collects them. */
    public static Map<String, Column> columns(ReferenceCase reference) throws SQLException {
        return columns(reference.dataFile(), reference.textColumns(), reference.sqlPrep());
    }

    /** The data of a file. */
    static Map<String, Column> columns(Path file, List<String> textColumns) throws SQLException {
        return columns(file, textColumns, new SqlPrep(null, null));
    }

    private static Map<String, Column> columns(Path file, List<String> textColumns, SqlPrep prep) throws SQLException {
        try (Connection connection = DriverManager.getConnection(H2);
                Statement statement = connection.createStatement()) {
            create(connection, "data", file, textColumns, prep);
            Map<String, Column> columns = new LinkedHashMap<>();
            for (String name : names(statement, "SELECT * FROM data WHERE 1 = 0")) {
                try (ResultSet rows = statement.executeQuery("SELECT \"" + name + "\" FROM data")) {
                    columns.put(name, column(name, rows));
                }
            }
            return columns;
        }
    }

    private static List<String> names(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            ResultSetMetaData meta = rows.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                names.add(meta.getColumnLabel(i));
            }
            return names;
        }
    }

    private static Column column(String name, ResultSet rows) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        while (rows.next()) {
            values.add(rows.getObject(1));
        }
        boolean text = rows.getMetaData().getColumnClassName(1).equals(String.class.getName());
        return text ? factor(name, values) : numeric(name, values);
    }

    private static FactorColumn factor(String name, List<@Nullable Object> values) {
        Map<String, Integer> code = new LinkedHashMap<>();
        int[] codes = new int[values.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = values.get(i) instanceof String level ? code.computeIfAbsent(level, l -> code.size()) : -1;
        }
        return new FactorColumn(name, codes, List.copyOf(code.keySet()), codes.length, false);
    }

    private static NumericColumn numeric(String name, List<@Nullable Object> values) {
        double[] numbers = new double[values.size()];
        BitSet missing = new BitSet();
        for (int i = 0; i < numbers.length; i++) {
            if (values.get(i) instanceof Number number) {
                numbers[i] = number.doubleValue();
            } else {
                missing.set(i);
            }
        }
        return new NumericColumn(
                name, NumericColumn.Kind.NUMBER, numbers, numbers.length, missing.isEmpty() ? null : missing);
    }
}
