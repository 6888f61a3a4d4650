package org.glmmsql.engine.h2;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column of a query that a reader gives back beside its own, with its type; ENUM, DECFLOAT and ROW, which H2 takes from no table
 * function, as text.
 *
 * @param column in the query, from 1
 * @param sqlType of the query, of java.sql.Types
 * @param typeName as H2 calls it
 */
record Key(int column, String label, int sqlType, String typeName, int precision, int scale) {
    private static final int UNLIMITED = -1;

    /** Types that JDBC has no number for, which H2 knows by their names. */
    private static final Set<String> KNOWN_BY_NAME = Set.of("JSON", "GEOMETRY");

    static Key of(ResultSetMetaData meta, int column) throws SQLException {
        return new Key(
                column,
                meta.getColumnLabel(column),
                meta.getColumnType(column),
                meta.getColumnTypeName(column),
                meta.getPrecision(column),
                meta.getScale(column));
    }

    private boolean isText() {
        return sqlType == Types.CLOB
                || typeName.equals("DECFLOAT")
                || sqlType == Types.OTHER && !KNOWN_BY_NAME.contains(typeName) && !typeName.startsWith("INTERVAL");
    }

    void addTo(RowSet rows) {
        if (isText()) {
            rows.addColumn(label, Types.VARCHAR, UNLIMITED, 0);
        } else if (sqlType == Types.VARCHAR || sqlType == Types.LONGVARCHAR) {
            rows.addColumn(
                    label, Types.VARCHAR, typeName, UNLIMITED, 0); // a shorter text at first must not be the limit
        } else if (sqlType == Types.BLOB) {
            rows.addColumn(label, Types.VARBINARY, UNLIMITED, 0);
        } else {
            rows.addColumn(label, sqlType, typeName, precision, scale);
        }
    }

    @Nullable
    Object value(ResultSet row) throws SQLException {
        return isText() ? row.getString(column) : H2Values.read(row, column, sqlType);
    }
}
