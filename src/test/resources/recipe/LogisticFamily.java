package org.glmmsql.family;

import java.util.List;

/** A toy: numbers with a logistic distribution about their mean, of scale s: f(y) = e^z / (s (1 + e^z)^2), z = (y - mu) / s. */
final class LogisticFamily extends LinkedFamily<RealLink> {
    private static final double VARIANCE = Math.PI * Math.PI / 3;

    LogisticFamily() {
        super("logistic", List.of(new IdentityLink()), new Parameter("dispersion", "disp", new LogLink(), false));
    }

    @Override
    LogDensity density(RealLink link) {
        return new JetDensity(2, true, (y, eta) -> logDensity(y, eta[0], eta[1]), y -> 0);
    }

    private static Jet logDensity(double y, Jet mu, Jet logScale) {
        Jet z = mu.times(-1).plus(y).times(logScale.times(-1).exp());
        return z.minus(logScale).minus(z.softplus().times(2));
    }

    @Override
    boolean inRange(double y) {
        return Double.isFinite(y);
    }

    @Override
    String range() {
        return "finite numbers";
    }

    @Override
    public double startingMean(double y, double w) {
        return y;
    }

    @Override
    public double unitDeviance(double y, double mu) {
        double half = Math.abs(y - mu) / 2;
        return 4 * (half + Math.log1p(Math.exp(-2 * half)) - Math.log(2));
    }

    @Override
    public double variance(double mu) {
        return VARIANCE;
    }

    @Override
    public double variance(double mu, double[] predictors) {
        return VARIANCE * Math.exp(2 * predictors[0]);
    }

    /** By the second moment. */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        double squares = 0;
        double weights = 0;
        for (int i = 0; i < y.length; i++) {
            squares += w[i] * (y[i] - mu[i]) * (y[i] - mu[i]);
            weights += w[i];
        }
        return 0.5 * Math.log(squares / weights / VARIANCE);
    }

    @Override
    public double sigma(double dispersion) {
        return dispersion;
    }
}
