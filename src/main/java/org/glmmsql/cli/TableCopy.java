package org.glmmsql.cli;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows from one database to another. */
final class TableCopy {
    private static final int BATCH = 10_000;
    private static final String TEXT = "VARCHAR";

    private TableCopy() {}

    /** Makes a new table of a result; what is neither number, boolean nor date becomes text. */
    static void copy(ResultSet rows, Connection target, String table) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        List<String> types = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (int j = 1; j <= meta.getColumnCount(); j++) {
            types.add(type(meta, j));
            columns.add(SqlText.quoted(meta.getColumnLabel(j)) + " " + type(meta, j));
        }
        try (Statement statement = target.createStatement()) {
            statement.execute("CREATE TABLE " + table + " (" + String.join(", ", columns) + ")");
        }
        String marks = String.join(", ", Collections.nCopies(types.size(), "?"));
        try (PreparedStatement insert = target.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
            for (int pending = 1; rows.next(); pending++) {
                for (int j = 1; j <= types.size(); j++) {
                    insert.setObject(j, types.get(j - 1).equals(TEXT) ? rows.getString(j) : rows.getObject(j));
                }
                insert.addBatch();
                if (pending % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static String type(ResultSetMetaData meta, int column) throws SQLException {
        return switch (meta.getColumnType(column)) {
            case Types.BOOLEAN -> "BOOLEAN";
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> "INTEGER";
            case Types.BIGINT -> "BIGINT";
            case Types.FLOAT, Types.REAL, Types.DOUBLE -> "DOUBLE PRECISION";
            case Types.DECIMAL, Types.NUMERIC ->
                "DECIMAL(" + meta.getPrecision(column) + ", " + meta.getScale(column) + ")";
            case Types.DATE -> "DATE";
            case Types.TIMESTAMP -> "TIMESTAMP";
            default -> TEXT;
        };
    }
}
