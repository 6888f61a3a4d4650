package org.glmmsql.frame;

import java.math.BigInteger;

/**
 * A sum of doubles without rounding, so that it has the same bits in whatever order they come: digits of 32 bits in 64, which are carried
 * on before they can overflow (Neal 2015, small superaccumulator).
 */
final class ExactSum {
    /** Of the unit of the lowest digit, 2^-1074. */
    private static final int LOWEST = -1074;

    private static final int DIGIT = 32;
    private static final long MASK = (1L << DIGIT) - 1;
    /** Additions after which a digit may be as large as 2^62. */
    private static final int ROOM = 1 << 29;

    private static final int ENOUGH = 128;

    private final long[] digits = new long[68];
    private int added;

    /** @param value finite */
    void add(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long mantissa = bits & (1L << 52) - 1;
        if (exponent == 0) {
            exponent = 1;
        } else {
            mantissa |= 1L << 52;
        }
        // value = mantissa 2^(exponent - 1) 2^-1074
        int place = (exponent - 1) >> 5;
        int shift = (exponent - 1) & (DIGIT - 1);
        long low = (mantissa << shift) & MASK;
        long middle = (mantissa >>> (DIGIT - shift)) & MASK;
        long high = shift == 0 ? 0 : mantissa >>> (2 * DIGIT - shift);
        if (bits < 0) {
            digits[place] -= low;
            digits[place + 1] -= middle;
            digits[place + 2] -= high;
        } else {
            digits[place] += low;
            digits[place + 1] += middle;
            digits[place + 2] += high;
        }
        if (++added == ROOM) {
            carry();
        }
    }

    private void carry() {
        for (int k = 0; k + 1 < digits.length; k++) {
            digits[k + 1] += digits[k] >> DIGIT;
            digits[k] &= MASK;
        }
        added = 0;
    }

    /** The sum as a double. */
    double value() {
        carry();
        BigInteger sum = BigInteger.ZERO;
        for (int k = digits.length - 1; k >= 0; k--) {
            sum = sum.shiftLeft(DIGIT).add(BigInteger.valueOf(digits[k]));
        }
        // more bits than a double has, and fewer than its range
        int excess = Math.max(0, sum.bitLength() - ENOUGH);
        return Math.scalb(sum.shiftRight(excess).doubleValue(), LOWEST + excess);
    }
}
