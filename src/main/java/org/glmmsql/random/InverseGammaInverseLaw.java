package org.glmmsql.random;

import org.apache.commons.statistics.distribution.GammaDistribution;

/**
 * v = 1/u - 1 > -1, u ~ inverse gamma(shape 1 + 1/lambda, scale 1/lambda): E u = 1, Var u = lambda / (1 - lambda) for lambda < 1
 * (D-R9): conjugate to Gamma with R's inverse link, where 1/u adds to eta = 1/mu. It is taken from its mode, v = 0, so that the
 * intercept keeps its meaning as lambda -> 0; E v = lambda. G(x) = x - log(1 + x).
 */
final class InverseGammaInverseLaw extends UnitMeanLaw {
    /** The power series of G / x^2 = 1/2 - x/3 + x^2/4 ... is summed where |x| is less; it has TERMS terms. */
    private static final double SERIES_BELOW = 0.2;

    private static final int TERMS = 24;

    InverseGammaInverseLaw() {
        super(0);
    }

    @Override
    public String name() {
        return "inverse.gamma(inverse)";
    }

    @Override
    void remainder(double x, double[] g) {
        if (!(x > -1)) {
            g[G_X2] = Double.NaN;
            return;
        }
        double r = 1 / (1 + x);
        g[G1_X] = r;
        g[G2] = r * r;
        g[G3] = -2 * r * r * r;
        g[G1_X_SLOPE] = -r * r;
        if (Math.abs(x) < SERIES_BELOW) {
            double value = 0;
            double slope = 0;
            for (int j = TERMS; j >= 0; j--) {
                slope = slope * -x - (j + 1.0) / (j + 3.0);
                value = value * -x + 1.0 / (j + 2.0);
            }
            g[G_X2] = value;
            g[G_X2_SLOPE] = slope;
        } else {
            g[G_X2] = (x - Math.log1p(x)) / x / x;
            g[G_X2_SLOPE] = (r - 2 * g[G_X2]) / x;
        }
    }

    @Override
    public double u(double v) {
        return 1 / (1 + v);
    }

    @Override
    public double uPrime(double v) {
        return -1 / ((1 + v) * (1 + v));
    }

    @Override
    public double quantile(double lambda, double p) {
        return lambda * GammaDistribution.of(1 + 1 / lambda, 1).inverseCumulativeProbability(p) - 1;
    }

    @Override
    public LawQuadrature quadrature(double lambda, int n) {
        return LawQuadrature.gamma(n, 1 + 1 / lambda, x -> lambda * x - 1);
    }

    @Override
    public double variance(double lambda) {
        return lambda < 1 ? lambda / (1 - lambda) : Double.POSITIVE_INFINITY;
    }

    @Override
    public double effectVariance(double lambda) {
        return lambda * (1 + lambda);
    }
}
