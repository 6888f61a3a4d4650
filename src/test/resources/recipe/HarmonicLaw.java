package org.glmmsql.random;

import org.apache.commons.numbers.gamma.Trigamma;
import org.apache.commons.statistics.distribution.GammaDistribution;

/**
 * A toy: v = log u, 1 / u ~ Gamma(shape 1/lambda, scale lambda), so that E 1/u = 1, E u = 1 / (1 - lambda) for lambda &lt; 1.
 * G(x) = e^-x - 1 + x.
 */
final class HarmonicLaw extends UnitMeanLaw {
    HarmonicLaw() {
        super(0);
    }

    @Override
    public String name() {
        return "harmonic(log)";
    }

    @Override
    void remainder(double x, double[] g) {
        GammaLaw.exponential(-x, g);
        g[G3] = -g[G3];
        g[G_X2_SLOPE] = -g[G_X2_SLOPE];
        g[G1_X_SLOPE] = -g[G1_X_SLOPE];
    }

    @Override
    public double u(double v) {
        return Math.exp(v);
    }

    @Override
    public double uPrime(double v) {
        return Math.exp(v);
    }

    @Override
    public double mean(double lambda) {
        return lambda < 1 ? 1 / (1 - lambda) : Double.POSITIVE_INFINITY;
    }

    @Override
    public double variance(double lambda) {
        return lambda < 0.5
                ? lambda / ((1 - lambda) * (1 - lambda) * (1 - 2 * lambda))
                : Double.POSITIVE_INFINITY;
    }

    @Override
    public double effectVariance(double lambda) {
        return Trigamma.value(1 / lambda);
    }

    @Override
    public double quantile(double lambda, double p) {
        return -Math.log(GammaDistribution.of(1 / lambda, lambda).inverseSurvivalProbability(p));
    }

    @Override
    public LawQuadrature quadrature(double lambda, int n) {
        return LawQuadrature.gamma(n, 1 / lambda, x -> -Math.log(lambda * x));
    }
}
