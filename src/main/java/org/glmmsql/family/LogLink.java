package org.glmmsql.family;

/** eta = log(mu). For means in (0, 1) eta must be negative. */
final class LogLink implements UnitLink, PositiveLink, RealLink {
    @Override
    public String name() {
        return "log";
    }

    @Override
    public double eta(double mu) {
        return Math.log(mu);
    }

    @Override
    public double mu(double eta) {
        return Math.exp(eta);
    }

    @Override
    public String range() {
        return "a positive number";
    }

    @Override
    public double muEta(double eta) {
        return Math.exp(eta);
    }

    @Override
    public void mean(double eta, double[] jet) {
        double mu = Math.exp(eta);
        Jets.set(jet, mu, mu, mu, mu);
    }

    @Override
    public void logMean(double eta, double[] jet) {
        Jets.set(jet, eta, 1, 0, 0);
    }

    @Override
    public boolean inRange(double eta) {
        return eta < 0;
    }

    @Override
    public void logComplement(double eta, double[] jet) {
        double value = eta > -0.7 ? Math.log(-Math.expm1(eta)) : Math.log1p(-Math.exp(eta));
        // odds mu / (1 - mu)
        double odds = 1 / Math.expm1(-eta);
        double d2 = -odds * (1 + odds);
        Jets.set(jet, value, -odds, d2, d2 * (1 + 2 * odds));
    }

    @Override
    public double unitFactor(double k) {
        return 1;
    }

    @Override
    public double unitShift(double k) {
        return Math.log(k);
    }
}
