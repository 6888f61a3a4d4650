package org.glmmsql.family;

import java.util.List;
import org.glmmsql.special.Stirling;

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
        return new JetDensity(
                2,
                link.name().equals("log"),
                (y, eta) -> logDensity(y, LinkJets.logMean(link, eta[0]), eta[1]),
                NegativeBinomialFamily::constant);
    }

    /** With Stirling's errors instead of log Gamma, so that nothing cancels on the way to Poisson. */
    private static Jet logDensity(double y, Jet logMu, Jet logPhi) {
        Jet phi = logPhi.exp();
        Jet rest = logMu.minus(logPhi).softplus();
        if (y == 0) {
            return phi.times(rest).times(-1);
        }
        Jet count = logPhi.times(-1).exp().times(y).log1p();
        return logMu.plus(-Math.log(y))
                .times(y)
                .minus(phi.plus(y).times(rest.minus(count)))
                .minus(count.times(0.5))
                .plus(phi.stirlingRise(y));
    }

    private static double constant(double y) {
        return y == 0 ? 0 : -0.5 * Math.log(y) - Stirling.HALF_LOG_2PI - Stirling.error(y);
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
