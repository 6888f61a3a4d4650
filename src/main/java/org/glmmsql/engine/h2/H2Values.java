package org.glmmsql.engine.h2;

import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import org.glmmsql.model.ColumnType;
import org.glmmsql.value.IntervalText;
import org.h2.api.Interval;
import org.h2.util.JSR310Utils;
import org.h2.value.Value;
import org.h2.value.ValueInterval;
import org.jspecify.annotations.Nullable;

/** Values in classes of Java and JDBC, the same for a column of any type whether an aggregate, a function or a query hands it over. */
final class H2Values {
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int SECONDS_PER_MINUTE = 60;

    private H2Values() {}

    /** What an aggregate gets or a result set gives, without the one class that is H2's own. */
    static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Interval interval ? text(interval) : value;
    }

    /** A text that may be a large object, as a stored model is. */
    static @Nullable Object text(@Nullable Object value) throws SQLException {
        return value instanceof Clob clob ? clob.getSubString(1, (int) clob.length()) : value;
    }

    private static String text(Interval interval) {
        return IntervalText.of(
                interval.getYears(),
                interval.getMonths(),
                interval.getDays(),
                interval.isNegative(),
                Math.abs(interval.getHours()) * SECONDS_PER_HOUR
                        + Math.abs(interval.getMinutes()) * SECONDS_PER_MINUTE
                        + Math.abs(interval.getSeconds()),
                Math.abs(interval.getNanosOfSecond()));
    }

    /** Of a function's result, as H2 numbers its types. */
    static int internalType(ColumnType type) {
        return switch (type) {
            case TEXT -> Value.VARCHAR;
            case DOUBLE -> Value.DOUBLE;
            case INTEGER -> Value.INTEGER;
            case BIGINT -> Value.BIGINT;
            case BOOLEAN -> Value.BOOLEAN;
        };
    }

    /** A column of a result in the class that keeps all of it. @param sqlType of the column, of java.sql.Types */
    static @Nullable Object read(ResultSet row, int column, int sqlType) throws SQLException {
        return switch (sqlType) {
            case Types.DATE -> row.getObject(column, LocalDate.class);
            case Types.TIME -> row.getObject(column, LocalTime.class);
            case Types.TIME_WITH_TIMEZONE -> row.getObject(column, OffsetTime.class);
            case Types.TIMESTAMP -> row.getObject(column, LocalDateTime.class);
            case Types.TIMESTAMP_WITH_TIMEZONE -> row.getObject(column, OffsetDateTime.class);
            case Types.CLOB -> row.getString(column);
            case Types.BLOB -> row.getBytes(column);
            default -> row.getObject(column);
        };
    }

    /** H2's own values, which a function with any number of arguments gets. */
    static @Nullable Object[] objects(Value[] values) {
        @Nullable Object[] objects = new Object[values.length];
        for (int j = 0; j < values.length; j++) {
            objects[j] = object(values[j]);
        }
        return objects;
    }

    private static @Nullable Object object(Value value) {
        if (value instanceof ValueInterval interval) {
            return text(interval.getInterval());
        }
        return switch (value.getValueType()) {
            case Value.NULL -> null;
            case Value.BOOLEAN -> value.getBoolean();
            case Value.TINYINT, Value.SMALLINT, Value.INTEGER, Value.BIGINT -> value.getLong();
            case Value.REAL -> value.getFloat();
            case Value.DOUBLE -> value.getDouble();
            case Value.NUMERIC, Value.DECFLOAT -> value.getBigDecimal();
            case Value.DATE -> JSR310Utils.valueToLocalDate(value, null);
            case Value.TIME -> JSR310Utils.valueToLocalTime(value, null);
            case Value.TIME_TZ -> JSR310Utils.valueToOffsetTime(value, null);
            case Value.TIMESTAMP -> JSR310Utils.valueToLocalDateTime(value, null);
            case Value.TIMESTAMP_TZ -> JSR310Utils.valueToOffsetDateTime(value, null);
            case Value.BINARY, Value.VARBINARY, Value.BLOB, Value.JSON -> value.getBytes();
            case Value.ARRAY, Value.ROW -> new Object[0]; // refused like any array
            default -> value.getString();
        };
    }
}
