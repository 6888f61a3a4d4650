package org.glmmsql.random;

import java.util.Arrays;

/**
 * One correlation rho between any two coefficients, whose standard deviations differ ({@code cs}) or are one ({@code homcs}).
 * theta holds log standard deviations ({@code cs}) or the standard deviation, free in sign ({@code homcs}), and then, for q > 1, x
 * with rho = (q / (1 + e^-x) - 1) / (q - 1), which covers (-1 / (q - 1), 1): exactly the rho of a covariance matrix (D-R3).
 */
final class CompoundSymmetry implements Covariance {
    private final String name;
    private final boolean heterogeneous;

    CompoundSymmetry(String name, boolean heterogeneous) {
        this.name = name;
        this.heterogeneous = heterogeneous;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size(int q) {
        return scales(q) + (q > 1 ? 1 : 0);
    }

    private int scales(int q) {
        return heterogeneous ? q : 1;
    }

    private double sd(int row, double[] theta, int from) {
        return heterogeneous ? Math.exp(theta[from + row]) : theta[from];
    }

    @Override
    public void lambda(int q, double[] theta, int from, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        Factor factor = new Factor(q, theta, from + scales(q));
        for (int row = 0; row < q; row++) {
            double sd = sd(row, theta, from);
            for (int col = 0; col <= row; col++) {
                lambda[row * q + col] = sd * factor.entry(row, col);
            }
        }
    }

    @Override
    public void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        Factor factor = new Factor(q, theta, from + scales(q));
        for (int row = 0; row < q; row++) {
            double sd = sd(row, theta, from);
            double bySd = 0;
            double byX = 0;
            for (int col = 0; col <= row; col++) {
                bySd += g[row * q + col] * factor.entry(row, col);
                byX += g[row * q + col] * factor.slope(row, col);
            }
            gradient[from + (heterogeneous ? row : 0)] += heterogeneous ? sd * bySd : bySd;
            if (q > 1) {
                gradient[from + scales(q)] += sd * byX;
            }
        }
    }

    /** The standard deviations have to be positive; {@code homcs} takes their mean. */
    @Override
    public void start(int q, double[] sd, double[] theta, int from) {
        if (heterogeneous) {
            for (int i = 0; i < q; i++) {
                theta[from + i] = Math.log(sd[i]);
            }
        } else {
            theta[from] = Arrays.stream(sd, 0, q).average().orElseThrow();
        }
        if (q > 1) {
            theta[from + scales(q)] = -Math.log(q - 1.0);
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
