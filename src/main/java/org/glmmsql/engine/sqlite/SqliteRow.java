package org.glmmsql.engine.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The arguments of a call. Only the function called can read them, so it passes its ways to do it. */
final class SqliteRow {
    // numbers of SQLite's types in its C interface
    private static final int INTEGER = 1;
    private static final int FLOAT = 2;
    private static final int TEXT = 3;
    private static final int BLOB = 4;

    private SqliteRow() {}

    /** Reads the argument at an index. */
    interface Reader<T> {
        T at(int index) throws SQLException;
    }

    /** Long, Double, String, byte[] or null. */
    static @Nullable Object[] read(
            int size,
            Reader<Integer> type,
            Reader<Long> integer,
            Reader<Double> number,
            Reader<String> text,
            Reader<byte[]> bytes)
            throws SQLException {
        @Nullable Object[] row = new Object[size];
        for (int j = 0; j < size; j++) {
            row[j] = switch (type.at(j)) {
                case INTEGER -> (Object) integer.at(j);
                case FLOAT -> number.at(j);
                case TEXT -> text.at(j);
                case BLOB -> bytes.at(j);
                default -> null;
            };
        }
        return row;
    }
}
