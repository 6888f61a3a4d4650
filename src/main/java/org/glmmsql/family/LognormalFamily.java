package org.glmmsql.family;

import java.util.List;
import org.glmmsql.special.Stirling;

/**
 * Lognormal distribution by the mean mu and the standard deviation sigma / sqrt(w) of the response itself, which is the same for all means
 * (D-F31): log y is normal with variance s2 = log(1 + sigma^2 / (w mu^2)) and mean log mu - s2 / 2. Not log-concave in mu.
 */
final class LognormalFamily extends LinkedFamily<PositiveLink> {
    LognormalFamily() {
        super("lognormal", List.of(new LogLink(), new IdentityLink(), PowerLink.INVERSE), Parameter.SIGMA);
    }

    @Override
    public boolean gathers() {
        return true;
    }

    @Override
    LogDensity density(PositiveLink link) {
        return new ScaledJetDensity(
                2,
                false,
                (y, w, eta) -> logDensity(Math.log(y), Math.log(w), LinkJets.logMean(link, eta[0]), eta[1]),
                (y, w) -> -Math.log(y) - Stirling.HALF_LOG_2PI);
    }

    private static Jet logDensity(double logY, double logW, Jet logMu, Jet logSigma) {
        // log(sigma^2 / (w mu^2))
        Jet x = logSigma.minus(logMu).times(2).plus(-logW);
        Jet logVariance = x.logSoftplus();
        Jet residual = logMu.minus(x.softplus().times(0.5)).plus(-logY);
        Jet square = residual.times(residual).times(logVariance.times(-1).exp());
        return logVariance.plus(square).times(-0.5);
    }

    @Override
    Distribution distribution(RowDensity density, PositiveLink link, double[] predictors, double weight) {
        return new LognormalDistribution(density, link.mu(predictors[0]), Math.exp(predictors[1]) / Math.sqrt(weight));
    }

    @Override
    public boolean excludesZero() {
        return true;
    }

    @Override
    boolean inRange(double y) {
        return y > 0 && y < Double.POSITIVE_INFINITY;
    }

    @Override
    String range() {
        return "positive numbers";
    }

    @Override
    public double startingMean(double y, double w) {
        return y;
    }

    @Override
    public double unitDeviance(double y, double mu) {
        return (y - mu) * (y - mu);
    }

    @Override
    public double variance(double mu) {
        return 1;
    }

    @Override
    public double variance(double mu, double[] predictors) {
        return Math.exp(2 * predictors[0]);
    }

    /** By the second moment of the residuals. */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        return 0.5 * Math.log(Moments.ofResiduals(y, w, mu).second());
    }

    @Override
    public String symbol(Parameter parameter) {
        return parameter == Parameter.SIGMA ? "sigma" : super.symbol(parameter);
    }

    @Override
    public double sigma(double dispersion) {
        return dispersion;
    }

    @Override
    public double variancePower() {
        return 0;
    }

    @Override
    public double dispersionPower() {
        return 2;
    }
}
