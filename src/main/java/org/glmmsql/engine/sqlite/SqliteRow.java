package org.glmmsql.engine.sqlite;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/** The arguments of a call and its result. Only the function called can read and write them, so it passes its ways to do it. */
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

    /** Sets a result. */
    interface Writer<T> {
        void set(T value) throws SQLException;
    }

    /** Sets NULL. */
    interface NullWriter {
        void set() throws SQLException;
    }

    /** @param value String, Double, Integer, Long, Boolean, which is 0 or 1 to SQLite, or null */
    static void write(
            @Nullable Object value,
            Writer<Long> integer,
            Writer<Double> number,
            Writer<String> text,
            NullWriter nothing)
            throws SQLException {
        if (value == null) {
            nothing.set();
        } else if (value instanceof Double found) {
            number.set(found);
        } else if (value instanceof Number found) {
            integer.set(found.longValue());
        } else if (value instanceof Boolean flag) {
            integer.set(flag ? 1L : 0L);
        } else {
            text.set(value.toString());
        }
    }

    /** Arguments that are texts, from the first one on. @throws GlmmException NOT_A_MODEL for a BLOB */
    static List<@Nullable String> texts(@Nullable Object[] row, int count) {
        return Arrays.stream(row).limit(count).map(SqliteRow::text).toList();
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof byte[]) {
            throw new GlmmException(
                    ErrorCode.NOT_A_MODEL,
                    "the value is not a model of glmm_fit, it is a BLOB; pass the text, not jsonb of it");
        }
        return value == null ? null : value.toString();
    }
}
