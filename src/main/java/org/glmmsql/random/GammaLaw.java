package org.glmmsql.random;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.Trigamma;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.glmmsql.special.ExpRemainder;

/** v = log u, u ~ Gamma(shape 1/lambda, scale lambda): E u = 1, Var u = lambda (D-R6). G(x) = e^x - 1 - x. */
final class GammaLaw extends UnitMeanLaw {
    /** Logarithm of a number beside which 1 is as good as the series of the incomplete gamma function. */
    private static final double NEXT_TO_NOTHING = -40;

    GammaLaw() {
        super(0);
    }

    @Override
    public String name() {
        return "gamma(log)";
    }

    @Override
    void remainder(double x, double[] g) {
        exponential(x, g);
    }

    /** The remainder of e^x - 1 - x. */
    static void exponential(double x, double[] g) {
        double e1 = ExpRemainder.first(x);
        double e2 = ExpRemainder.second(x);
        g[G_X2] = e2;
        g[G1_X] = e1;
        g[G2] = Math.exp(x);
        g[G3] = g[G2];
        g[G_X2_SLOPE] = e2 - 2 * ExpRemainder.third(x);
        g[G1_X_SLOPE] = e1 - e2;
    }

    @Override
    public double u(double v) {
        return Math.exp(v);
    }

    @Override
    public double uPrime(double v) {
        return Math.exp(v);
    }

    /** Where u is next to nothing, P(u < x) = (x / lambda)^k / Gamma(k + 1), k = 1 / lambda. */
    @Override
    public double quantile(double lambda, double p) {
        double k = 1 / lambda;
        double below = (Math.log(p) + LogGamma.value(k + 1)) / k;
        return below < NEXT_TO_NOTHING
                ? below + Math.log(lambda)
                : Math.log(lambda * GammaDistribution.of(k, 1).inverseCumulativeProbability(p));
    }

    @Override
    public LawQuadrature quadrature(double lambda, int n) {
        return LawQuadrature.gamma(n, 1 / lambda, x -> Math.log(lambda * x));
    }

    @Override
    public double variance(double lambda) {
        return lambda;
    }

    @Override
    public double effectVariance(double lambda) {
        return Trigamma.value(1 / lambda);
    }
}
