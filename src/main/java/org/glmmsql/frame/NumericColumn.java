package org.glmmsql.frame;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Numbers, one per row.
 *
 * @param values at least {@code size} entries; dates are days since 1970-01-01, booleans 0 and 1
 * @param missing the rows that are NULL, or null if there are none; NaN in {@code values} is a NaN of the data, not NULL
 * @param rest what the numbers leave of decimals with more digits, or null if they leave nothing
 */
public record NumericColumn(
        String name,
        Kind kind,
        double[] values,
        int size,
        @Nullable BitSet missing,
        @Nullable DecimalRest rest) implements Column {
    /** Numbers that are all there is. */
    public NumericColumn(String name, Kind kind, double[] values, int size, @Nullable BitSet missing) {
        this(name, kind, values, size, missing, null);
    }

    /** Of dates. */
    public static final double MICROS_PER_DAY = 86_400_000_000.0;

    /** What the numbers were in the database. A BOOLEAN covariate is a factor with levels FALSE, TRUE. */
    public enum Kind {
        NUMBER,
        BOOLEAN,
        DATE;

        /** A value as the name of a level: without a trailing {@code .0}, dates and times in ISO form, TRUE and FALSE. */
        public String label(double value) {
            return switch (this) {
                case BOOLEAN -> value != 0 ? "TRUE" : "FALSE";
                case DATE ->
                    value == Math.rint(value)
                            ? LocalDate.ofEpochDay((long) value).toString()
                            : LocalDateTime.of(1970, 1, 1, 0, 0)
                                    .plus(Math.round(value * MICROS_PER_DAY), ChronoUnit.MICROS)
                                    .toString();
                case NUMBER ->
                    value == Math.rint(value) && Math.abs(value) < 1e18
                            ? Long.toString((long) value)
                            : Double.toString(value);
            };
        }
    }

    /** The value of a row as the name of a level. */
    public String label(int row) {
        return rest == null || rest.isNone(row) ? kind.label(values[row]) : rest.label(row, values[row]);
    }

    @Override
    public boolean isMissing(int row) {
        return missing != null && missing.get(row);
    }
}
