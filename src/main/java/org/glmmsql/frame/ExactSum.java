package org.glmmsql.frame;

/**
 * A sum that has the same bits in whatever order its terms come and by whichever parts they are added: the digits of each term go into
 * integers by its exponent, whose sums are exact for up to 2^35 terms.
 */
public final class ExactSum {
    private static final int EXPONENTS = 2048;
    private static final int HALF = 27;
    /** Of the least digit of a number with exponent 1. */
    private static final int LEAST = -1074;

    private final long[] high = new long[EXPONENTS];
    private final long[] low = new long[EXPONENTS];
    /** Infinite terms and NaN. */
    private double odd;

    public void add(double term) {
        long bits = Double.doubleToRawLongBits(term);
        int exponent = (int) (bits >>> 52) & 0x7ff;
        if (exponent == 0x7ff) {
            odd += term;
            return;
        }
        long digits = bits & 0xfffffffffffffL;
        if (exponent == 0) {
            exponent = 1;
        } else {
            digits |= 1L << 52;
        }
        if (bits < 0) {
            digits = -digits;
        }
        high[exponent] += digits >> HALF;
        low[exponent] += digits & (1L << HALF) - 1;
    }

    /** Adds the terms of another sum. */
    public void add(ExactSum other) {
        for (int e = 0; e < EXPONENTS; e++) {
            high[e] += other.high[e];
            low[e] += other.low[e];
        }
        odd += other.odd;
    }

    /** The sum to its last digit or two. */
    public double value() {
        if (odd != 0) {
            return odd;
        }
        double sum = 0;
        double rest = 0;
        for (int e = EXPONENTS - 1; e > 0; e--) {
            for (int half = 0; half < 2; half++) {
                long whole = half == 0 ? high[e] : low[e];
                if (whole != 0) {
                    // both halves of a long are doubles without rounding
                    long upper = whole >> 32;
                    long lower = whole - (upper << 32);
                    int scale = e - 1 + LEAST + (half == 0 ? HALF : 0);
                    for (double term :
                            new double[] {Math.scalb((double) upper, scale + 32), Math.scalb((double) lower, scale)}) {
                        double next = sum + term;
                        double back = next - sum;
                        rest += (sum - (next - back)) + (term - back);
                        sum = next;
                    }
                }
            }
        }
        return sum + rest;
    }
}
