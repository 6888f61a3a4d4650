package org.glmmsql.random;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.Trigamma;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.glmmsql.special.Stirling;

/**
 * v = logit u, u ~ Beta(1/(2 lambda), 1/(2 lambda)): E u = 1/2, Var u = lambda / (4 (1 + lambda)) (D-R7). The standard deviation of
 * v is near 2 theta for small theta, hence scale 2. G(x) = log cosh x.
 */
final class BetaLaw extends StandardisedLaw {
    /** The power series of tanh is summed where |x| is less. */
    private static final double SERIES_BELOW = 0.3;

    /** tanh x = sum of TANH[j] x^(2j + 1). */
    private static final double[] TANH = tanhSeries(13);

    /** Logarithm of a number beside which 1 is as good as the series of the incomplete beta function. */
    private static final double NEXT_TO_NOTHING = -40;

    BetaLaw() {
        super(0);
    }

    @Override
    public String name() {
        return "beta(logit)";
    }

    @Override
    void remainder(double x, double[] g) {
        double e = Math.exp(-2 * Math.abs(x));
        double sech2 = 4 * e / ((1 + e) * (1 + e));
        if (Math.abs(x) < SERIES_BELOW) {
            double z = x * x;
            double logCosh = 0;
            double tanh = 0;
            double logCoshSlope = 0;
            double tanhSlope = 0;
            for (int j = TANH.length - 1; j > 0; j--) {
                double c = TANH[j];
                logCosh = logCosh * z + c / (2 * j + 2);
                tanh = tanh * z + c;
                logCoshSlope = logCoshSlope * z + 2 * j * c / (2 * j + 2);
                tanhSlope = tanhSlope * z + 2 * j * c;
            }
            g[G_X2] = 0.5 + z * logCosh;
            g[G1_X] = 1 + z * tanh;
            g[G_X2_SLOPE] = logCoshSlope * x;
            g[G1_X_SLOPE] = tanhSlope * x;
        } else {
            double logCosh = Math.abs(x) + Math.log1p(e) - Math.log(2);
            g[G_X2] = logCosh / x / x;
            g[G1_X] = Math.copySign((1 - e) / (1 + e), x) / x;
            g[G_X2_SLOPE] = (g[G1_X] - 2 * g[G_X2]) / x;
            g[G1_X_SLOPE] = (sech2 - g[G1_X]) / x;
        }
        g[G2] = sech2;
        g[G3] = -2 * x * g[G1_X] * sech2;
    }

    @Override
    double constant(double k) {
        return Stirling.error(k) - 2 * Stirling.error(0.5 * k);
    }

    @Override
    double constantSlope(double k) {
        return k * (Stirling.errorDerivative(k) - Stirling.errorDerivative(0.5 * k));
    }

    @Override
    public double scale() {
        return 2;
    }

    @Override
    public double u(double v) {
        double e = Math.exp(-Math.abs(v));
        return (v < 0 ? e : 1) / (1 + e);
    }

    @Override
    public double uPrime(double v) {
        double e = Math.exp(-Math.abs(v));
        return e / ((1 + e) * (1 + e));
    }

    /** Symmetric. Where u is next to nothing, P(u < x) = x^a / (a B(a, a)), a = 1 / (2 lambda). */
    @Override
    public double quantile(double lambda, double p) {
        if (p > 0.5) return -quantile(lambda, 1 - p);
        double a = 0.5 / lambda;
        double below = (Math.log(a * p) + LogBeta.value(a, a)) / a;
        if (below < NEXT_TO_NOTHING) return below;
        double u = BetaDistribution.of(a, a).inverseCumulativeProbability(p);
        return Math.log(u) - Math.log1p(-u);
    }

    @Override
    public LawQuadrature quadrature(double lambda, int n) {
        return LawQuadrature.symmetricBeta(n, 0.5 / lambda, x -> Math.log1p(x) - Math.log1p(-x));
    }

    @Override
    public double mean(double lambda) {
        return 0.5;
    }

    @Override
    public double variance(double lambda) {
        return lambda / (4 * (1 + lambda));
    }

    @Override
    public double effectVariance(double lambda) {
        return 2 * Trigamma.value(0.5 / lambda);
    }

    /** From tanh' = 1 - tanh^2. */
    private static double[] tanhSeries(int n) {
        double[] t = new double[n];
        t[0] = 1;
        for (int j = 1; j < n; j++) {
            double sum = 0;
            for (int i = 0; i < j; i++) {
                sum -= t[i] * t[j - 1 - i];
            }
            t[j] = sum / (2 * j + 1);
        }
        return t;
    }
}
