package org.glmmsql.random;

import java.util.Arrays;

/**
 * Standard deviations of their own, one correlation rho between any two coefficients: theta holds the logarithms of the standard
 * deviations and then, for q > 1, x with rho = (q / (1 + e^-x) - 1) / (q - 1), which covers (-1 / (q - 1), 1): exactly the rho of a
 * covariance matrix (D-R3).
 */
final class CompoundSymmetry implements Covariance {
    @Override
    public String name() {
        return "cs";
    }

    @Override
    public int size(int q) {
        return q > 1 ? q + 1 : 1;
    }

    @Override
    public void lambda(int q, double[] theta, int from, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        Factor factor = new Factor(q, theta, from + q);
        for (int row = 0; row < q; row++) {
            double sd = Math.exp(theta[from + row]);
            for (int col = 0; col <= row; col++) {
                lambda[row * q + col] = sd * factor.entry(row, col);
            }
        }
    }

    @Override
    public void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        Factor factor = new Factor(q, theta, from + q);
        for (int row = 0; row < q; row++) {
            double sd = Math.exp(theta[from + row]);
            for (int col = 0; col <= row; col++) {
                gradient[from + row] += sd * g[row * q + col] * factor.entry(row, col);
                if (q > 1) {
                    gradient[from + q] += sd * g[row * q + col] * factor.slope(row, col);
                }
            }
        }
    }

    /** Logarithms. */
    @Override
    public boolean isEntry(int q, int k) {
        return false;
    }

    @Override
    public void start(int q, double[] sd, double[] theta, int from) {
        for (int i = 0; i < q; i++) {
            theta[from + i] = Math.log(sd[i]);
        }
        if (q > 1) {
            theta[from + q] = -Math.log(q - 1.0);
        }
    }

    /**
     * Cholesky factor of the correlation matrix: below its diagonal each column is constant. With r_j = 1 + j rho,
     * diagonal_j^2 = (1 - rho) r_j / r_(j-1) and below_j = rho sqrt((1 - rho) / (r_j r_(j-1))); slopes are by x.
     */
    private static final class Factor {
        private final double[] diagonal;
        private final double[] below;
        private final double[] diagonalSlope;
        private final double[] belowSlope;

        Factor(int q, double[] theta, int at) {
            diagonal = new double[q];
            below = new double[q];
            diagonalSlope = new double[q];
            belowSlope = new double[q];
            diagonal[0] = 1;
            if (q == 1) {
                return;
            }
            double x = theta[at];
            double p = 1 / (1 + Math.exp(-x));
            double complement = 1 / (1 + Math.exp(x));
            double width = q / (q - 1.0);
            double rho = (q * p - 1) / (q - 1);
            double rhoSlope = width * p * complement;
            below[0] = rho;
            belowSlope[0] = rhoSlope;
            for (int j = 1; j < q; j++) {
                // the last r is formed from p: it goes to 0 with p
                double r = j == q - 1 ? q * p : 1 + j * rho;
                double before = 1 + (j - 1) * rho;
                double logSlope = j * rhoSlope / r;
                double logSlopeBefore = (j - 1) * rhoSlope / before;
                diagonal[j] = Math.sqrt(width * complement * r / before);
                diagonalSlope[j] = 0.5 * diagonal[j] * (logSlope - logSlopeBefore - p);
                if (j < q - 1) {
                    double root = Math.sqrt(width * complement / (r * before));
                    below[j] = rho * root;
                    belowSlope[j] = root * (rhoSlope - 0.5 * rho * (p + logSlope + logSlopeBefore));
                }
            }
        }

        double entry(int row, int col) {
            return row == col ? diagonal[row] : below[col];
        }

        double slope(int row, int col) {
            return row == col ? diagonalSlope[row] : belowSlope[col];
        }
    }
}
