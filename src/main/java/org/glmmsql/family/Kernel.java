package org.glmmsql.family;

/**
 * K(y, eta): the part of an exponential dispersion model's log density that depends on eta, so that
 * log f = (w / phi) K(y, eta) + terms of y, w, phi (DESIGN, D-F1). Where eta gives no mean in the family's range, K = -infinity and
 * the derivatives are NaN.
 */
interface Kernel {
    /** As {@link Density#evaluate}, for w = phi = 1; {@code want} is a sum of VALUE, NEWTON, THIRD. */
    void evaluate(int row, int len, double[] y, double[] eta, int want, double[][] out);

    /** A row that is asked for, to hold what all rows need: kernels fill VALUE, then THIRD, then NEWTON from it. */
    static double[] lastRow(int want, double[][] out) {
        if ((want & Density.NEWTON) != 0) {
            return out[Density.L_ETA2];
        }
        return (want & Density.THIRD) != 0 ? out[Density.L_ETA3] : out[Density.L];
    }
}
