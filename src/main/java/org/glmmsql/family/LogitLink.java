package org.glmmsql.family;

/** eta = log(mu / (1 - mu)). */
final class LogitLink implements SymmetricLink {
    @Override
    public String name() {
        return "logit";
    }

    @Override
    public double eta(double mu) {
        return Math.log(mu) - Math.log1p(-mu);
    }

    @Override
    public double mu(double eta) {
        double e = Math.exp(-Math.abs(eta));
        return (eta < 0 ? e : 1) / (1 + e);
    }

    @Override
    public String range() {
        return "a number between 0 and 1";
    }

    @Override
    public double muEta(double eta) {
        double e = Math.exp(-Math.abs(eta));
        return e / ((1 + e) * (1 + e));
    }

    @Override
    public void logMean(double eta, double[] jet) {
        double e = Math.exp(-Math.abs(eta));
        double d = 1 / (1 + e);
        double variance = e * d * d;
        Jets.set(
                jet,
                Math.min(eta, 0) - Math.log1p(e),
                (eta < 0 ? 1 : e) * d,
                -variance,
                variance * Math.copySign((1 - e) * d, eta));
    }
}
