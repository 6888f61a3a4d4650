package org.glmmsql.frame;

/** The sum of any doubles as if all digits were kept, so that it is the same in whatever order they come. NaN if one is not finite. */
public final class ExactSum {
    private static final int LIMB = 32;
    private static final long MASK = 0xffffffffL;
    private static final int CARRY_AFTER = 1 << 29;

    /** The exponent of the last digit that a double can have. */
    private static final int LAST = 1074;

    /** Digits of 2^32 from the last one on, each with room for what a carry would take. */
    private final long[] limbs = new long[68];

    private int added;
    private boolean finite = true;

    public void add(double term) {
        long bits = Double.doubleToRawLongBits(term);
        int exponent = (int) (bits >>> 52) & 0x7ff;
        long digits = bits & ((1L << 52) - 1);
        if (exponent == 0x7ff) {
            finite = false;
            return;
        }
        if (exponent > 0) {
            digits |= 1L << 52;
            exponent--;
        }
        int limb = exponent / LIMB;
        int shift = exponent % LIMB;
        long low = (digits & MASK) << shift;
        long high = (digits >>> LIMB) << shift;
        if (bits >= 0) {
            limbs[limb] += low & MASK;
            limbs[limb + 1] += (low >>> LIMB) + (high & MASK);
            limbs[limb + 2] += high >>> LIMB;
        } else {
            limbs[limb] -= low & MASK;
            limbs[limb + 1] -= (low >>> LIMB) + (high & MASK);
            limbs[limb + 2] -= high >>> LIMB;
        }
        if (++added == CARRY_AFTER) {
            carry();
        }
    }

    /** Adds the terms of another sum. */
    public void add(ExactSum other) {
        carry();
        other.carry();
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] += other.limbs[i];
        }
        finite &= other.finite;
        carry();
    }

    private void carry() {
        for (int i = 0; i + 1 < limbs.length; i++) {
            limbs[i + 1] += limbs[i] >> LIMB;
            limbs[i] &= MASK;
        }
        added = 0;
    }

    public double value() {
        if (!finite) {
            return Double.NaN;
        }
        carry();
        // a negative sum has all digits of its complement
        boolean negative = limbs[limbs.length - 1] < 0;
        if (negative) {
            negate();
        }
        double sum = 0;
        for (int i = limbs.length - 1; i >= 0; i--) {
            sum += Math.scalb((double) limbs[i], LIMB * i - LAST);
        }
        if (negative) {
            negate();
        }
        return negative ? -sum : sum;
    }

    private void negate() {
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] = -limbs[i];
        }
        carry();
    }
}
