package org.glmmsql.family;

/**
 * K(y, eta): the part of an exponential dispersion model's log density that depends on eta, so that
 * log f = (w / phi) K(y, eta) + terms of y, w, phi (DESIGN, D-F1). Where eta gives no mean in the family's range, K = -infinity and
 * the derivatives are NaN.
 */
interface Kernel {
    /** As {@link Density#evaluate}, for w = phi = 1; {@code want} is a sum of VALUE, NEWTON, THIRD. */
    void evaluate(int row, int len, double[] y, double[] eta, int want, double[][] out);
}
