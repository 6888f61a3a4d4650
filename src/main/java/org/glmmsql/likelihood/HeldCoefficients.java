package org.glmmsql.likelihood;

import org.jspecify.annotations.Nullable;

/**
 * A linear function of the coefficients, a' beta, held at a value while penalized least squares find all else: the minimum of a quadratic
 * form with matrix K on a plane is K^-1 a / (a' K^-1 a) away from that without.
 */
final class HeldCoefficients {
    private double @Nullable [] a;
    private double value;
    private double slope;

    /** @param by a; null for nothing */
    void set(double @Nullable [] by, double to) {
        a = by == null ? null : by.clone();
        value = to;
    }

    /**
     * Moves a solution of the least squares, whose last elements are the coefficients.
     *
     * @param offset what the coefficients have beside them
     * @return by how much the sum of squares is larger
     */
    double move(Factorization factorization, double @Nullable [] offset, double[] u) {
        slope = 0;
        if (a == null) return 0;
        int from = u.length - a.length;
        double[] w = new double[u.length];
        System.arraycopy(a, 0, w, from, a.length);
        factorization.solve(w);
        double missing = -value;
        double curvature = 0;
        for (int k = 0; k < a.length; k++) {
            missing += a[k] * (u[from + k] + (offset == null ? 0 : offset[k]));
            curvature += a[k] * w[from + k];
        }
        for (int i = 0; i < u.length; i++) u[i] -= w[i] * missing / curvature;
        slope = missing / curvature;
        return missing * missing / curvature;
    }

    /** What half the sum of squares falls by for each unit of the value. */
    double slope() {
        return slope;
    }
}
