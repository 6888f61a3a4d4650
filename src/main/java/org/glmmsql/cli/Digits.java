package org.glmmsql.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Floating-point numbers with so many significant digits. What has no more is shown as it is, digits before the decimal point are never
 * rounded away, and exact numbers stay: whole ones, and decimals with no more digits after the point.
 */
final class Digits {
    /** A double has no more. */
    static final int ALL = 17;

    private static final int LARGEST_PLAIN_EXPONENT = 14;
    private static final int SMALLEST_PLAIN_EXPONENT = -5;

    private final int digits;

    Digits(int digits) {
        this.digits = digits;
    }

    /** @throws ParameterException if the option --digits says what cannot be */
    static void check(CommandLine command, @Nullable Integer digits) {
        if (digits != null && (digits < 1 || digits > ALL))
            throw new ParameterException(command, "--digits takes a number from 1 to " + ALL + ", not " + digits);
    }

    /** As a person reads it: without an exponent from 1e-5 to 1e15. */
    String text(Number value) {
        if (!isRounded(value)) {
            return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
        }
        BigDecimal exact = new BigDecimal(value.toString());
        BigDecimal rounded = round(exact);
        int exponent = exponent(rounded);
        if (exponent < SMALLEST_PLAIN_EXPONENT || exponent > LARGEST_PLAIN_EXPONENT) {
            return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString()
                    + (exponent < 0 ? "e" : "e+")
                    + exponent;
        }
        boolean whole = rounded.scale() <= 0 && rounded.compareTo(exact) == 0;
        return rounded.toPlainString() + (whole ? ".0" : "");
    }

    /** The number that {@link #text} shows. */
    Number rounded(Number value) {
        if (!isRounded(value)) {
            return value;
        }
        BigDecimal rounded = round(new BigDecimal(value.toString()));
        if (value instanceof BigDecimal) {
            return rounded;
        }
        return value instanceof Float ? (Number) rounded.floatValue() : (Number) rounded.doubleValue();
    }

    private boolean isRounded(Number value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.scale() > digits;
        }
        return (value instanceof Double || value instanceof Float)
                && Double.isFinite(value.doubleValue())
                && value.doubleValue() != 0;
    }

    private BigDecimal round(BigDecimal exact) {
        BigDecimal shortest = exact.stripTrailingZeros();
        int exponent = exponent(shortest);
        int kept = exponent > LARGEST_PLAIN_EXPONENT ? digits : Math.max(digits, exponent + 1);
        return shortest.precision() <= kept ? shortest : exact.round(new MathContext(kept, RoundingMode.HALF_EVEN));
    }

    private static int exponent(BigDecimal value) {
        return value.precision() - value.scale() - 1;
    }
}
