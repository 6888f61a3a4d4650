package org.glmmsql.special;

/**
 * e^x for many x at once, within a unit of the last place or two, in a third of the time of Math.exp: e^x = 2^(i / 64) e^r with i the
 * integer next to 64 x / log 2 and |r| at most log 2 / 128 (Tang 1989). The polynomial is a loop that becomes vector code; the power of
 * two is looked up and shifted in a second one.
 */
public final class Exponential {
    private static final int TABLE = 64;
    /** Rows further out are left to Math.exp: half the exponents of a double is where LARGEST ends. */
    private static final double FAR = 350;

    private static final double INVERSE_STEP = TABLE / Math.log(2);
    /** log 2 / 64 in two parts: the leading 33 bits, whose product with i is exact, and the rest. */
    private static final double STEP_HIGH = 0x1.62e42fefp-7;

    private static final double STEP_LOW = 0x1.473de6af278edp-40;
    /** Adding this leaves the nearest integer in the low bits of a double. */
    private static final double ROUND = 0x1.8p52;

    private static final long ROUND_BITS = Double.doubleToRawLongBits(ROUND);
    /** A power of two above FAR in units of the step, below which exponents are those of normal numbers. */
    private static final long LARGEST = 1 << 15;

    /** Bits of 2^(f / 64), less those that f adds when i = 64 e + f is shifted into the exponent. */
    private static final long[] POWER = powers();

    private Exponential() {}

    private static long[] powers() {
        long[] bits = new long[TABLE];
        for (int f = 0; f < TABLE; f++)
            bits[f] = Double.doubleToRawLongBits(Math.pow(2, f / (double) TABLE)) - ((long) f << 46);
        return bits;
    }

    /**
     * {@code result[j]} = e^{@code x[j]} for j below len; infinite, 0 and NaN as Math.exp.
     *
     * @param scratch of len; the three arrays are not the same
     */
    public static void exp(int len, double[] x, double[] scratch, double[] result) {
        remainder(len, x, scratch, result);
        if (!scale(len, scratch, result)) farOut(len, x, result);
    }

    /** e^r - 1 into {@code result}, ROUND + i into {@code rounded}. */
    private static void remainder(int len, double[] x, double[] rounded, double[] result) {
        for (int j = 0; j < len; j++) {
            double v = x[j];
            double k = v * INVERSE_STEP + ROUND;
            double i = k - ROUND;
            double r = v - i * STEP_HIGH - i * STEP_LOW;
            double r2 = r * r;
            rounded[j] = k;
            result[j] = r + r2 * (1 / 2.0 + r * (1 / 6.0) + r2 * (1 / 24.0 + r * (1 / 120.0)));
        }
    }

    /** @return false if some row is too far out for this */
    private static boolean scale(int len, double[] rounded, double[] result) {
        long seen = 0;
        for (int j = 0; j < len; j++) {
            long i = Double.doubleToRawLongBits(rounded[j]) - ROUND_BITS;
            seen |= i + LARGEST;
            double power = Double.longBitsToDouble(POWER[(int) i & TABLE - 1] + (i << 46));
            result[j] = power + power * result[j];
        }
        // a sum from 0 to 2 LARGEST - 1 has no higher bits
        return (seen & -2 * LARGEST) == 0;
    }

    private static void farOut(int len, double[] x, double[] result) {
        for (int j = 0; j < len; j++) if (!(Math.abs(x[j]) < FAR)) result[j] = Math.exp(x[j]);
    }
}
