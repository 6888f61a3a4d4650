package org.glmmsql.family;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Negative binomial counts, Var y = mu + mu^2 / phi (D-F11): Poisson with a mean that has a Gamma distribution of shape phi. */
final class NegativeBinomialFamily extends FullCountFamily {
    /** More is told as infinite. */
    private static final double POISSON = 1e6;

    NegativeBinomialFamily() {
        super(
                "nbinom2",
                List.of(new LogLink(), PowerLink.SQRT, new IdentityLink()),
                new Parameter("dispersion", "disp", new LogLink(), false));
    }

    @Override
    LogDensity density(PositiveLink link) {
        return new NegativeBinomialDensity(link);
    }

    @Override
    Distribution distribution(RowDensity density, PositiveLink link, double[] predictors, double weight) {
        return new NegativeBinomialDistribution(density, link.mu(predictors[0]), Math.exp(predictors[1]));
    }

    /** -log f(0) = phi log(1 + mu / phi). */
    @Override
    Depth depth() {
        return (logMean, eta) -> logMean.minus(eta[1]).logSoftplus().plus(eta[1]);
    }

    @Override
    public double variance(double mu, double[] predictors) {
        return mu + mu * mu * Math.exp(-predictors[0]);
    }

    /** As MASS and glmmTMB have it. */
    @Override
    public double unitDeviance(double y, double mu, double[] predictors) {
        double phi = Math.exp(predictors[0]);
        double ofCount = y == 0 ? 0 : y * Math.log(y / mu);
        return 2 * (ofCount - (y + phi) * Math.log1p((y - mu) / (mu + phi)));
    }

    @Override
    public boolean hasDevianceWithShapes() {
        return true;
    }

    @Override
    @Nullable
    String limit(double value, String prefix) {
        return value > POISSON
                ? "phi of " + prefix + name()
                        + " runs to infinity, where it is poisson: the other estimates are those of family = " + prefix
                        + "poisson, use that"
                : null;
    }

    /** By moments: the mean of (y - mu)^2 - mu is that of mu^2 / phi. */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        double excess = 0;
        double squares = 0;
        for (int i = 0; i < y.length; i++) {
            excess += w[i] * ((y[i] - mu[i]) * (y[i] - mu[i]) - mu[i]);
            squares += w[i] * mu[i] * mu[i];
        }
        double ratio = squares / excess;
        return Math.log(ratio > 0.05 && ratio < 50 ? ratio : excess > 0 ? 0.05 : 50);
    }
}
