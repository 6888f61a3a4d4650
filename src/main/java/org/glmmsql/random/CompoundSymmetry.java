package org.glmmsql.random;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Standard deviations of their own, one correlation rho between any two coefficients: theta holds the logarithms of the standard
 * deviations and then, for q > 1, x with rho = (q / (1 + e^-x) - 1) / (q - 1), which covers (-1 / (q - 1), 1): exactly the rho of a
 * covariance matrix (D-R3).
 */
final class CompoundSymmetry implements Structure {
    @Override
    public String name() {
        return "cs";
    }

    @Override
    public List<Theta> parameters(int q) {
        return Stream.concat(
                        Structure.numbered("log sd", q).stream().map(Theta::free),
                        q > 1 ? Stream.of(Theta.free("rho")) : Stream.empty())
                .toList();
    }

    @Override
    public boolean ownScales() {
        return true;
    }

    @Override
    public boolean contains(String other) {
        return List.of("cs", "homcs", "diagonal", "homdiag").contains(other);
    }

    @Override
    public void lambda(int q, double[] theta, int from, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        CorrelationFactor factor = factor(q, theta, from + q);
        for (int row = 0; row < q; row++) {
            double sd = Math.exp(theta[from + row]);
            for (int col = 0; col <= row; col++) {
                lambda[row * q + col] = sd * factor.entry[row * q + col];
            }
        }
    }

    @Override
    public void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        CorrelationFactor factor = factor(q, theta, from + q);
        for (int row = 0; row < q; row++) {
            double sd = Math.exp(theta[from + row]);
            for (int col = 0; col <= row; col++) {
                gradient[from + row] += sd * g[row * q + col] * factor.entry[row * q + col];
                if (q > 1) {
                    gradient[from + q] += sd * g[row * q + col] * factor.slope[row * q + col];
                }
            }
        }
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

    /** rho by x. */
    static double rho(int q, double x) {
        double p = 1 / (1 + Math.exp(-x));
        return (q * p - 1) / (q - 1);
    }

    /**
     * Cholesky factor of the correlation matrix: below its diagonal each column is constant. With r_j = 1 + j rho,
     * diagonal_j^2 = (1 - rho) r_j / r_(j-1) and below_j = rho sqrt((1 - rho) / (r_j r_(j-1))); slopes are by x.
     *
     * @param at the place of x in theta
     */
    static CorrelationFactor factor(int q, double[] theta, int at) {
        CorrelationFactor factor = new CorrelationFactor(q);
        factor.entry[0] = 1;
        if (q == 1) {
            return factor;
        }
        double x = theta[at];
        double p = 1 / (1 + Math.exp(-x));
        double complement = 1 / (1 + Math.exp(x));
        double width = q / (q - 1.0);
        double rho = rho(q, x);
        double rhoSlope = width * p * complement;
        below(factor, q, 0, rho, rhoSlope);
        for (int j = 1; j < q; j++) {
            // the last r is formed from p: it goes to 0 with p
            double r = j == q - 1 ? q * p : 1 + j * rho;
            double before = 1 + (j - 1) * rho;
            double logSlope = j * rhoSlope / r;
            double logSlopeBefore = (j - 1) * rhoSlope / before;
            double diagonal = Math.sqrt(width * complement * r / before);
            factor.entry[j * q + j] = diagonal;
            factor.slope[j * q + j] = 0.5 * diagonal * (logSlope - logSlopeBefore - p);
            double root = Math.sqrt(width * complement / (r * before));
            below(factor, q, j, rho * root, root * (rhoSlope - 0.5 * rho * (p + logSlope + logSlopeBefore)));
        }
        return factor;
    }

    private static void below(CorrelationFactor factor, int q, int col, double entry, double slope) {
        for (int row = col + 1; row < q; row++) {
            factor.entry[row * q + col] = entry;
            factor.slope[row * q + col] = slope;
        }
    }
}
