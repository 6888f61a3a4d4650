package org.glmmsql.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.DecimalRest;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.MemoryBudget;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.frame.NumericColumn.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One column of values as they come: numbers, booleans and dates as doubles, everything else as coded text. A column that mixes them
 * becomes text, whatever the order of rows, and tells a text where the others are numbers. So does a column with integers that a double can't hold exactly: they are identifiers. Decimals
 * with more digits than a double are numbers to a covariate and stay apart as levels.
 */
public final class ColumnCollector {
    private static final double MICROS_PER_DAY = 86_400_000_000.0;
    private static final double EXACT_INTEGERS = 1L << 53;

    /** {@code 09:30:00}, with a fraction and {@code +01} or {@code +05:30} where there is one. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:mm", "+00")
            .toFormatter(Locale.ROOT);

    private @Nullable Kind kind; // of the numbers; null while all values are NULL, and for text
    private double[] values = {};
    private int @Nullable [] codes; // of a column that turned out to be text
    private @Nullable Map<String, Integer> levels; // to their codes, of text
    private @Nullable DecimalRest rest; // of the numbers
    private final BitSet missing = new BitSet();
    private boolean hasNumbers;
    private @Nullable String firstText; // in the order of texts
    private int size;

    public void add(@Nullable Object value) {
        grow();
        if (value instanceof Number) {
            hasNumbers = true;
        } else if (value instanceof String text && (firstText == null || text.compareTo(firstText) < 0)) {
            firstText = text;
        }
        if (value == null) {
            missing.set(size);
            if (codes != null) {
                codes[size] = -1;
            }
        } else if (codes != null) {
            codes[size] = code(text(value));
        } else {
            addTyped(value);
        }
        size++;
    }

    private void addTyped(Object value) {
        Kind found = kind(value);
        if (found != null && (kind == null || kind == found)) {
            kind = found;
            values[size] = number(value);
            if (value instanceof BigDecimal decimal && !DecimalRest.isNone(decimal, values[size])) {
                rest = rest == null ? new DecimalRest() : rest;
                rest.set(size, decimal, values[size]);
            }
        } else {
            becomeText();
            codes[size] = code(text(value));
        }
    }

    private static @Nullable Kind kind(Object value) {
        if (value instanceof Number number) {
            return isIdentifier(number) ? null : Kind.NUMBER;
        }
        if (value instanceof Boolean) {
            return Kind.BOOLEAN;
        }
        return value instanceof LocalDate
                        || value instanceof LocalDateTime
                        || value instanceof OffsetDateTime
                        || value instanceof ZonedDateTime
                        || value instanceof Instant
                ? Kind.DATE
                : null;
    }

    private static boolean isIdentifier(Number number) {
        if (number instanceof Double || Math.abs(number.doubleValue()) < EXACT_INTEGERS) {
            return false;
        }
        BigDecimal exact =
                number instanceof BigInteger integer ? new BigDecimal(integer) : new BigDecimal(number.toString());
        return exact.stripTrailingZeros().scale() <= 0 && new BigDecimal(number.doubleValue()).compareTo(exact) != 0;
    }

    private static double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof LocalDate date) {
            return date.toEpochDay();
        }
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant(value)) / MICROS_PER_DAY;
    }

    private static Instant instant(Object value) {
        if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        return value instanceof ZonedDateTime time ? time.toInstant() : (Instant) value;
    }

    private static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof LocalTime || value instanceof OffsetTime) {
            return TIME.format((TemporalAccessor) value);
        }
        if (value.getClass().isArray()) {
            throw new GlmmException(
                    ErrorCode.COLUMN_TYPE, "a column holds arrays or rows; pass numbers, dates or texts");
        }
        if (value instanceof BigDecimal decimal && !DecimalRest.isNone(decimal, decimal.doubleValue())) {
            return DecimalRest.label(decimal);
        }
        Kind kind = kind(value);
        return kind == null ? value.toString() : kind.label(number(value));
    }

    private void becomeText() {
        int[] found = new int[values.length];
        levels = new LinkedHashMap<>();
        if (kind != null) {
            NumericColumn numbers = new NumericColumn("", kind, values, size, missing, rest);
            for (int i = 0; i < size; i++) {
                found[i] = missing.get(i) ? -1 : code(numbers.label(i));
            }
        } else {
            Arrays.fill(found, 0, size, -1);
        }
        codes = found;
        values = new double[0];
        rest = null;
    }

    private int code(String text) {
        int next = levels.size();
        Integer known = levels.putIfAbsent(text, next);
        if (known == null) {
            MemoryBudget.requireText(text, size);
            return next;
        }
        return known;
    }

    private void grow() {
        int capacity = codes == null ? values.length : codes.length;
        if (size < capacity) {
            return;
        }
        int larger = Math.max(16, capacity + (capacity >> 1));
        MemoryBudget.require((long) larger * (codes == null ? Double.BYTES : Integer.BYTES), size);
        if (codes == null) {
            values = Arrays.copyOf(values, larger);
        } else {
            codes = Arrays.copyOf(codes, larger);
        }
    }

    public Column column(String name) {
        if (codes != null) {
            return new FactorColumn(
                    name, codes, List.copyOf(levels.keySet()), size, false, hasNumbers ? firstText : null);
        }
        return new NumericColumn(
                name, kind == null ? Kind.NUMBER : kind, values, size, missing.isEmpty() ? null : missing, rest);
    }
}
