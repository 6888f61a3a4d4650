package org.glmmsql.family;

/**
 * K(y, eta): the part of an exponential dispersion model's log density that depends on eta, so that
 * log f = (w / phi) K(y, eta) + terms of y, w, phi (DESIGN, D-F1). Where eta gives no mean in the family's range, K = -infinity and
 * the derivatives are NaN.
 */
interface Kernel {
    /** As {@link Density#evaluate}, for w = phi = 1; {@code want} is a sum of VALUE, NEWTON, THIRD. */
    void evaluate(int row, int len, double[] y, double[] eta, int want, double[][] out);

    /** Whether K is concave in eta for every y. */
    default boolean concave() {
        return true;
    }

    /** Two arrays of len for what the rows have in common: those of NEWTON, which is filled last, or new ones if it is not asked for. */
    static double[][] scratch(int len, int want, double[][] out) {
        return (want & Density.NEWTON) != 0
                ? new double[][] {out[Density.L_ETA], out[Density.L_ETA2]}
                : new double[2][len];
    }
}
