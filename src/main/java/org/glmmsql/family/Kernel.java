package org.glmmsql.family;

/**
 * K(y, eta): the part of an exponential dispersion model's log density that depends on eta, so that
 * log f = (w / phi) K(y, eta) + terms of y, w, phi (DESIGN, D-F1). Where eta gives no mean in the family's range, K = -infinity and
 * the derivatives are NaN.
 */
interface Kernel {
    /** What is wanted, any sum of these: NEWTON gives the first and second derivative. */
    int VALUE = 1, NEWTON = 2, THIRD = 4;

    /** As {@link LogDensity#evaluate}, for w = phi = 1; {@code want} is a sum of VALUE, NEWTON, THIRD. */
    void evaluate(int row, int len, double[] y, double[] eta, int want, double[][] out);

    /** Whether K is concave in eta for every y. */
    default boolean concave() {
        return true;
    }

    /** What the density's wish asks of its kernel. */
    static int wanted(Want want) {
        return (want.value() ? VALUE : 0) | (want.newton() ? NEWTON : 0) | (want.third() ? THIRD : 0);
    }

    /** Two arrays of len for what the rows have in common: those of NEWTON, which is filled last, or new ones if it is not asked for. */
    static double[][] scratch(int len, int want, double[][] out) {
        return (want & NEWTON) != 0
                ? new double[][] {out[LogDensity.L_ETA], out[LogDensity.L_ETA2]}
                : new double[2][len];
    }
}
