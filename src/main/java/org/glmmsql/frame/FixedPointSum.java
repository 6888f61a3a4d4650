package org.glmmsql.frame;

/**
 * A sum in fixed point, so that it has the same bits in whatever order its terms come: each is two integers, whose sums are exact, and
 * keeps 2^-62 of the largest term or less, whatever the number of terms is.
 */
final class FixedPointSum {
    /** Binary digits that a sum may have. */
    private static final int DIGITS = 62;

    /** What the least numbers are multiplied by first: their unit would be beyond a double's range. */
    private static final int LIFT = 200;

    private final double lift;
    private final double unit;
    private final double part;
    private final int digits;
    private final int exponent;
    private long whole;
    private long rest;

    /** @param largest no term is larger in absolute value @param n no more terms than these */
    FixedPointSum(double largest, int n) {
        digits = DIGITS - (Integer.SIZE - Integer.numberOfLeadingZeros(n));
        exponent = Math.getExponent(largest) + 1;
        int lifted = exponent < -2 * LIFT ? LIFT : 0;
        lift = Math.scalb(1.0, lifted);
        unit = Math.scalb(1.0, digits - exponent - lifted);
        part = Math.scalb(1.0, digits);
    }

    void add(double term) {
        double scaled = term * lift * unit;
        long integer = (long) scaled;
        whole += integer;
        rest += (long) ((scaled - integer) * part);
    }

    /** A mean of n terms. */
    double mean(int n) {
        double sum = whole + rest / part;
        return Math.scalb(sum / n, exponent - digits);
    }
}
