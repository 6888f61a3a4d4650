package org.glmmsql.engine;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;

/** Values of java.sql as those of java.time and java.lang, which a RowCollector takes. */
public final class JdbcValues {
    private JdbcValues() {}

    /** The value itself if it has no JDBC class. */
    public static @Nullable Object portable(@Nullable Object value) throws SQLException {
        if (value instanceof Number || value instanceof String) {
            return value; // nearly all values, for which the question below whether they are a Clob is slow
        }
        if (value instanceof Date date) {
            return date.toLocalDate();
        }
        if (value instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        if (value instanceof Time time) {
            return time.toLocalTime();
        }
        if (value instanceof Blob bytes) {
            return bytes.getBytes(1, Math.toIntExact(bytes.length()));
        }
        return value instanceof Clob text ? text.getSubString(1, Math.toIntExact(text.length())) : value;
    }
}
