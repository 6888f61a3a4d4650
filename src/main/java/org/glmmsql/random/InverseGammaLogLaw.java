package org.glmmsql.random;

import org.apache.commons.numbers.gamma.Trigamma;
import org.apache.commons.statistics.distribution.GammaDistribution;

/**
 * v = log u, u ~ inverse gamma(shape 1 + 1/lambda, scale 1/lambda): E u = 1, Var u = lambda / (1 - lambda) for lambda < 1 (D-R8).
 * The mode of v is -log(1 + lambda). G(x) = e^-x - 1 + x, drift 1.
 */
final class InverseGammaLogLaw extends UnitMeanLaw {
    InverseGammaLogLaw() {
        super(1);
    }

    @Override
    public String name() {
        return "inverse.gamma(log)";
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
    public double quantile(double lambda, double p) {
        return -Math.log(lambda * GammaDistribution.of(1 + 1 / lambda, 1).inverseSurvivalProbability(p));
    }

    @Override
    public LawQuadrature quadrature(double lambda, int n) {
        return LawQuadrature.gamma(n, 1 + 1 / lambda, x -> -Math.log(lambda * x));
    }

    @Override
    public double variance(double lambda) {
        return lambda < 1 ? lambda / (1 - lambda) : Double.POSITIVE_INFINITY;
    }

    @Override
    public double effectVariance(double lambda) {
        return Trigamma.value(1 + 1 / lambda);
    }
}
