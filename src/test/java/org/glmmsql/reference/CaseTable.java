package org.glmmsql.reference;

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
import org.jspecify.annotations.Nullable;

/** The data of a case as a table of a database: the case's text columns as VARCHAR, all others as DOUBLE. */
public final class CaseTable {
    /** In-memory databases whose names keep their case and are compared without it. */
    public static final String H2 = "jdbc:h2:mem:;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";

    public static final String DUCKDB = "jdbc:duckdb:";

    private CaseTable() {}

    /** Creates and fills {@code table} in an H2 or DuckDB database. */
    public static void create(Connection connection, String table, ReferenceCase reference) throws SQLException {
        String file = "'" + reference.dataFile().toString().replace("'", "''") + "'";
        String csv = connection.getMetaData().getURL().startsWith("jdbc:h2")
                ? "CSVREAD(" + file + ", NULL, 'caseSensitiveColumnNames=true')"
                : "read_csv(" + file + ", header = true, all_varchar = true)";
        try (Statement statement = connection.createStatement()) {
            List<String> columns = new ArrayList<>();
            for (String name : names(statement, "SELECT * FROM " + csv + " WHERE 1 = 0")) {
                String type = reference.textColumns().contains(name) ? "VARCHAR" : "DOUBLE PRECISION";
                columns.add("CAST(\"" + name + "\" AS " + type + ") AS \"" + name + "\"");
            }
            String select = reference.sqlPrep().select();
            String where = reference.sqlPrep().where();
            statement.execute(
                    "CREATE TABLE " + table + " AS SELECT " + (select == null ? "*" : select) + " FROM (SELECT "
                            + String.join(", ", columns) + " FROM " + csv + ") AS rows_of_file"
                            + (where == null ? "" : " WHERE " + where));
        }
    }

    /** The columns as a fit collects them. */
    public static Map<String, Column> columns(ReferenceCase reference) throws SQLException {
        try (Connection connection = DriverManager.getConnection(H2);
                Statement statement = connection.createStatement()) {
            create(connection, "data", reference);
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
        int n = values.size();
        if (rows.getMetaData().getColumnClassName(1).equals(String.class.getName())) {
            List<String> levels = values.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .distinct()
                    .toList();
            Map<String, Integer> code = new LinkedHashMap<>();
            levels.forEach(level -> code.put(level, code.size()));
            int[] codes =
                    values.stream().mapToInt(v -> v == null ? -1 : code.get(v)).toArray();
            return new FactorColumn(name, codes, levels, n, false);
        }
        double[] numbers = new double[n];
        BitSet missing = new BitSet(n);
        for (int i = 0; i < n; i++) {
            if (values.get(i) instanceof Number number) {
                numbers[i] = number.doubleValue();
            } else {
                missing.set(i);
            }
        }
        return new NumericColumn(name, NumericColumn.Kind.NUMBER, numbers, n, missing.isEmpty() ? null : missing);
    }
}
