package org.glmmsql.family;

import java.util.List;

/** Negative binomial counts, Var y = mu + mu^2 / phi (D-F11): Poisson with a mean that has a Gamma distribution of shape phi. */
final class NegativeBinomialFamily extends CountFamily {
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

    @Override
    public double variance(double mu, double[] predictors) {
        return mu + mu * mu * Math.exp(-predictors[0]);
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

    @Override
    public double sigma(double dispersion) {
        return dispersion;
    }
}
