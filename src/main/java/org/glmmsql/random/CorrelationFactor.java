package org.glmmsql.random;

import java.util.Arrays;

/** The Cholesky factor of a correlation matrix of one parameter x, with its slope by x; q x q lower triangles, row-major. */
final class CorrelationFactor {
    final double[] entry;
    final double[] slope;
    private final int q;

    CorrelationFactor(int q) {
        this.q = q;
        entry = new double[q * q];
        slope = new double[q * q];
    }

    /** One standard deviation for all coefficients: Lambda = sd times the factor. */
    void scaled(double sd, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        for (int row = 0; row < q; row++) {
            for (int col = 0; col <= row; col++) {
                lambda[row * q + col] = sd * entry[row * q + col];
            }
        }
    }

    /** The chain rule for (sd, x), as {@link Structure#gradient}; a single coefficient has no x. */
    void scaledGradient(double sd, double[] g, double[] gradient, int from) {
        for (int row = 0; row < q; row++) {
            for (int col = 0; col <= row; col++) {
                int at = row * q + col;
                gradient[from] += g[at] * entry[at];
                if (q > 1) {
                    gradient[from + 1] += sd * g[at] * slope[at];
                }
            }
        }
    }

    /** The standard deviation of coefficients that share one, from theirs: the root mean square. */
    static double shared(double[] sd, int q) {
        double squares = 0;
        for (int k = 0; k < q; k++) {
            squares += sd[k] * sd[k];
        }
        return Math.sqrt(squares / q);
    }
}
