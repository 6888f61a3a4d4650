package org.glmmsql.family;

import java.util.List;
import org.glmmsql.special.Stirling;
import org.jspecify.annotations.Nullable;

/**
 * Negative binomial counts whose variance is linear in the mean, Var y = mu (1 + phi) (D-F14): of shape k = mu / phi, Poisson with a mean
 * that has a Gamma distribution of scale phi.
 */
final class LinearNegativeBinomialFamily extends FullCountFamily {
    /** Less is told as 0. */
    private static final double POISSON = 1e-6;

    LinearNegativeBinomialFamily() {
        super(
                "nbinom1",
                List.of(new LogLink(), PowerLink.SQRT, new IdentityLink()),
                new Parameter("dispersion", "disp", new LogLink(), false));
    }

    /** log f = log(Gamma(k + y) / Gamma(k)) - y log(1 + 1 / phi) - k log(1 + phi) - log y!. */
    @Override
    LogDensity density(PositiveLink link) {
        return new JetDensity(
                2,
                link instanceof IdentityLink,
                () -> {
                    Depth depth = depth();
                    double[] rise = new double[Jets.SIZE];
                    return (y, eta) -> {
                        Jet m = LinkJets.logMean(link, eta[0]);
                        Jet atZero = depth.at(m, eta).exp().times(-1);
                        if (y == 0) return atZero;
                        Jet logK = m.minus(eta[1]);
                        GammaRatio.log(y, logK.value(), rise);
                        return logK.map(rise[0], rise[1], rise[2], rise[3])
                                .minus(eta[1].times(-1).softplus().times(y))
                                .plus(atZero);
                    };
                },
                y -> y == 0 ? 0 : -0.5 * Math.log(y) - Stirling.HALF_LOG_2PI - Stirling.error(y));
    }

    /** -log f(0) = mu log(1 + phi) / phi. */
    @Override
    Depth depth() {
        return (logMean, eta) -> eta[1].logSoftplus().minus(eta[1]).plus(logMean);
    }

    @Override
    boolean concaveTruncated(PositiveLink link) {
        return link instanceof IdentityLink;
    }

    @Override
    Distribution distribution(RowDensity density, PositiveLink link, double[] predictors, double weight) {
        double mean = link.mu(predictors[0]);
        return new NegativeBinomialDistribution(density, mean, mean * Math.exp(-predictors[1]));
    }

    @Override
    public double variance(double mu, double[] predictors) {
        return mu * (1 + Math.exp(predictors[0]));
    }

    @Override
    @Nullable
    String limit(double value, String prefix) {
        return value < POISSON
                ? "phi of " + prefix + name()
                        + " runs to 0, where it is poisson: the other estimates are those of family = " + prefix
                        + "poisson, use that; counts of less variance are those of family = " + prefix + "compois"
                : null;
    }

    /** By moments. */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        return Math.log(Math.max(0.02, Math.min(20, relativeVariance(y, w, mu) - 1)));
    }
}
