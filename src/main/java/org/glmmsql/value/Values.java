package org.glmmsql.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.frame.DecimalRest;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.frame.NumericColumn.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a value is to a model, whichever database or program it comes from: nothing, a number of a kind, or a text. Integers that a double
 * cannot hold are identifiers, that is texts; decimals with more digits than a double keep them; dates count days. A driver's own classes
 * are made one of those here by its engine; whatever else comes is its text.
 */
public final class Values {
    /** From here on a double leaves out integers. */
    public static final long EXACT_INTEGERS = 1L << 53;

    private Values() {}

    /** What takes the values of one class. */
    private interface Taker {
        /** Whether it did. */
        boolean take(Object value, ColumnCollector column) throws SQLException;
    }

    /** In the order in which they are asked; after the classes that nearly all values have. */
    private static final List<Taker> TAKERS =
            List.of(Values::takeDate, Values::takeMoment, Values::takeTime, Values::takeBytes, Values::takeLargeObject);

    /** @throws GlmmException COLUMN_TYPE for an array, ENGINE if the database does not give the value, MEMORY */
    static void add(@Nullable Object value, ColumnCollector column) {
        if (value == null) {
            column.addMissing();
        } else if (value instanceof String text) {
            column.addText(text);
        } else if (value instanceof Double || value instanceof Float) {
            column.addNumber(Kind.NUMBER, ((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            addNumber(number, column);
        } else if (value instanceof Boolean flag) {
            column.addNumber(Kind.BOOLEAN, flag ? 1 : 0);
        } else {
            addOther(value, column);
        }
    }

    private static void addNumber(Number number, ColumnCollector column) {
        if (isIdentifier(number)) {
            boolean isLong =
                    number instanceof BigDecimal decimal && !DecimalRest.isNone(decimal, decimal.doubleValue());
            column.addIdentifier(isLong ? DecimalRest.label((BigDecimal) number) : number.toString());
        } else if (number instanceof BigDecimal decimal) {
            column.addDecimal(decimal);
        } else {
            column.addNumber(Kind.NUMBER, number.doubleValue());
        }
    }

    private static boolean isIdentifier(Number number) {
        if (Math.abs(number.doubleValue()) < EXACT_INTEGERS) {
            return false;
        }
        BigDecimal exact =
                number instanceof BigInteger integer ? new BigDecimal(integer) : new BigDecimal(number.toString());
        return exact.stripTrailingZeros().scale() <= 0 && new BigDecimal(number.doubleValue()).compareTo(exact) != 0;
    }

    private static void addOther(Object value, ColumnCollector column) {
        try {
            for (Taker taker : TAKERS) {
                if (taker.take(value, column)) {
                    return;
                }
            }
        } catch (SQLException e) {
            throw new GlmmException(
                    ErrorCode.ENGINE,
                    "the database does not give a value of class "
                            + value.getClass().getName() + ": " + e.getMessage(),
                    e);
        }
        if (value.getClass().isArray()) {
            throw new GlmmException(
                    ErrorCode.COLUMN_TYPE, "a column holds arrays or rows; pass numbers, dates or texts");
        }
        column.addLabel(value.toString());
    }

    private static boolean takeDate(Object value, ColumnCollector column) {
        LocalDate date =
                value instanceof Date sql ? sql.toLocalDate() : value instanceof LocalDate local ? local : null;
        if (date != null) {
            column.addNumber(Kind.DATE, date.toEpochDay());
        }
        return date != null;
    }

    private static boolean takeMoment(Object value, ColumnCollector column) {
        Instant moment = instant(value);
        if (moment != null) {
            column.addNumber(Kind.DATE, days(ChronoUnit.MICROS.between(Instant.EPOCH, moment)));
        }
        return moment != null;
    }

    private static @Nullable Instant instant(Object value) {
        if (value instanceof Instant moment) {
            return moment;
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        LocalDateTime local = value instanceof Timestamp sql
                ? sql.toLocalDateTime()
                : value instanceof LocalDateTime time ? time : null;
        return local == null ? null : local.toInstant(ZoneOffset.UTC);
    }

    private static boolean takeTime(Object value, ColumnCollector column) {
        if (value instanceof OffsetTime time) {
            column.addLabel(TimeText.of(
                    time.toLocalTime().toNanoOfDay(), time.getOffset().getTotalSeconds()));
            return true;
        }
        LocalTime time =
                value instanceof Time sql ? sql.toLocalTime() : value instanceof LocalTime local ? local : null;
        if (time != null) {
            column.addLabel(TimeText.of(time.toNanoOfDay()));
        }
        return time != null;
    }

    private static boolean takeBytes(Object value, ColumnCollector column) throws SQLException {
        byte[] bytes = value instanceof Blob blob
                ? blob.getBytes(1, Math.toIntExact(blob.length()))
                : value instanceof byte[] array ? array : null;
        if (bytes != null) {
            column.addText(HexFormat.of().formatHex(bytes));
        }
        return bytes != null;
    }

    private static boolean takeLargeObject(Object value, ColumnCollector column) throws SQLException {
        if (value instanceof Clob text) {
            column.addText(text.getSubString(1, Math.toIntExact(text.length())));
            return true;
        }
        return false;
    }

    /** Days since 1970-01-01, of microseconds since then. */
    public static double days(double micros) {
        return micros / NumericColumn.MICROS_PER_DAY;
    }
}
