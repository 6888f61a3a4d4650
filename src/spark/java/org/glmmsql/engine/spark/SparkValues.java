package org.glmmsql.engine.spark;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.glmmsql.value.IntervalText;
import org.jspecify.annotations.Nullable;

/** Spark's own classes of values, made those that the functions take, and back. */
final class SparkValues {
    private static final int MONTHS = 12;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private SparkValues() {}

    /** A value of a column as {@link org.glmmsql.value.RowCollector} takes it. */
    static @Nullable Object plain(@Nullable Object value, DataType type) {
        if (value instanceof UTF8String text) {
            return text.toString();
        }
        if (value instanceof Decimal decimal) {
            return decimal.toJavaBigDecimal();
        }
        if (value instanceof CalendarInterval interval) {
            return interval(interval.months, interval.days, interval.microseconds);
        }
        return value instanceof Number number ? number(number, type) : value;
    }

    /** Integers stand for dates, times and intervals too. */
    private static Object number(Number number, DataType type) {
        if (type instanceof DateType) {
            return LocalDate.ofEpochDay(number.longValue());
        }
        if (type instanceof TimestampType || type instanceof TimestampNTZType) {
            return Instant.EPOCH.plus(number.longValue(), ChronoUnit.MICROS);
        }
        if (type instanceof TimeType) {
            return LocalTime.ofNanoOfDay(number.longValue());
        }
        if (type instanceof YearMonthIntervalType) {
            return interval(number.intValue(), 0, 0);
        }
        if (type instanceof DayTimeIntervalType) {
            long micros = number.longValue();
            return interval(0, Math.toIntExact(micros / MICROS_PER_DAY), micros % MICROS_PER_DAY);
        }
        return number;
    }

    private static String interval(int months, int days, long micros) {
        Duration time = Duration.of(Math.abs(micros), ChronoUnit.MICROS);
        return IntervalText.of(months / MONTHS, months % MONTHS, days, micros < 0, time.getSeconds(), time.getNano());
    }

    /** A result: String, Double, Integer, Long, Boolean, or null. */
    static @Nullable Object internal(@Nullable Object value) {
        return value instanceof String text ? UTF8String.fromString(text) : value;
    }

    /** All rows of a table function. */
    static ArrayData rows(List<Object[]> rows) {
        Object[] array = new Object[rows.size()];
        for (int i = 0; i < array.length; i++) {
            Object[] row = rows.get(i).clone();
            for (int j = 0; j < row.length; j++) {
                row[j] = internal(row[j]);
            }
            array[i] = (InternalRow) new GenericInternalRow(row);
        }
        return new GenericArrayData(array);
    }
}
