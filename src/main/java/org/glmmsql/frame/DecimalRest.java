package org.glmmsql.frame;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What doubles leave of decimals with more digits than they hold, by row: a decimal is its double, and the double of what that leaves, and so
 * on. Arithmetic needs the first one only; as levels of a factor decimals stay apart. Filled by one thread, then read by any.
 */
public final class DecimalRest {
    /** Digits that a double surely holds. */
    public static final int DIGITS = 15;

    private static final int MOST_PARTS = 4;

    private final List<double[]> parts = new ArrayList<>();

    /** Whether a double, printed as short as can be, is the decimal again. */
    public static boolean isNone(BigDecimal decimal, double value) {
        return decimal.precision() <= DIGITS
                || Double.isFinite(value) && BigDecimal.valueOf(value).compareTo(decimal) == 0;
    }

    /** What a decimal of a row has beside {@code value}, its double. */
    public void set(int row, BigDecimal decimal, double value) {
        BigDecimal rest = decimal.subtract(new BigDecimal(value));
        for (int part = 0; part < MOST_PARTS; part++) {
            double next = rest.doubleValue();
            put(part, row, next);
            rest = rest.subtract(new BigDecimal(next));
            if (decimal(row, value).compareTo(decimal) == 0) {
                return;
            }
        }
    }

    /** The next doubles of all rows, as {@link #part} gave them elsewhere. */
    public void add(double[] part) {
        MemoryBudget.require((long) part.length * Double.BYTES, part.length);
        parts.add(part);
    }

    private void put(int part, int row, double next) {
        if (part == parts.size()) {
            MemoryBudget.require((long) (row + 1) * Double.BYTES, row);
            parts.add(new double[row + 1]);
        }
        double[] values = parts.get(part);
        if (row >= values.length) {
            int larger = Math.max(row + 1, values.length + (values.length >> 1));
            MemoryBudget.require((long) larger * Double.BYTES, row);
            values = Arrays.copyOf(values, larger);
            parts.set(part, values);
        }
        values[row] = next;
    }

    /** Number of doubles that some row has beside its first. */
    public int parts() {
        return parts.size();
    }

    /** The double after the first and {@code part} others. */
    public double part(int part, int row) {
        double[] values = parts.get(part);
        return row < values.length ? values[row] : 0;
    }

    /** Whether the first double is all. */
    public boolean isNone(int row) {
        for (int part = 0; part < parts.size(); part++) {
            if (part(part, row) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The decimal of a row whose double is {@code value}. */
    private BigDecimal decimal(int row, double value) {
        BigDecimal sum = new BigDecimal(value);
        for (int part = 0; part < parts.size(); part++) {
            sum = sum.add(new BigDecimal(part(part, row)));
        }
        return sum.round(new MathContext(DIGITS * (1 + parts.size())));
    }

    /** The decimal of a row whose double is {@code value}, all of its digits. */
    public String label(int row, double value) {
        return label(decimal(row, value));
    }

    /** A decimal as the name of a level. */
    public static String label(BigDecimal decimal) {
        return decimal.stripTrailingZeros().toPlainString();
    }
}
