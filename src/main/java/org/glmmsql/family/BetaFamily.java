package org.glmmsql.family;

/** Beta distribution of mean mu and precision phi, shapes mu phi and (1 - mu) phi: Var y = mu (1 - mu) / (1 + phi) (D-F21). */
final class BetaFamily extends ShareFamily {
    BetaFamily() {
        super("beta", wholeLine(), PRECISION);
    }

    @Override
    public boolean gathers() {
        return true;
    }

    @Override
    LogDensity density(UnitLink link) {
        return new BetaDensity(link);
    }

    @Override
    public boolean excludesZero() {
        return true;
    }

    @Override
    Distribution distribution(RowDensity density, UnitLink link, double[] predictors, double weight) {
        return new BetaDistribution(density, link.mu(predictors[0]), Math.exp(predictors[1]));
    }

    @Override
    boolean inRange(double y) {
        return y > 0 && y < 1;
    }

    @Override
    String range() {
        return "numbers between 0 and 1, without these two";
    }

    @Override
    String remedy(Violations bad) {
        return super.remedy(bad) + "; zero = ~ 1 models zeros beside them, family = ordbeta zeros and ones";
    }

    @Override
    public double variance(double mu, double[] predictors) {
        return mu * (1 - mu) / (1 + Math.exp(predictors[0]));
    }

    /** By moments: the mean of (y - mu)^2 is that of mu (1 - mu) / (1 + phi). */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        double squares = 0;
        double most = 0;
        for (int i = 0; i < y.length; i++) {
            squares += w[i] * (y[i] - mu[i]) * (y[i] - mu[i]);
            most += w[i] * mu[i] * (1 - mu[i]);
        }
        return logPrecision(squares / most);
    }
}
