package org.glmmsql.family;

/** A toy: mu = log(1 + e^eta), near e^eta for small means and near eta for large ones. */
final class SoftplusLink implements PositiveLink {
    @Override
    public String name() {
        return "softplus";
    }

    @Override
    public double eta(double mu) {
        return mu + Math.log(-Math.expm1(-mu));
    }

    @Override
    public double mu(double eta) {
        return Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta)));
    }

    @Override
    public double muEta(double eta) {
        double e = Math.exp(-Math.abs(eta));
        return (eta < 0 ? e : 1) / (1 + e);
    }

    @Override
    public void logMean(double eta, double[] jet) {
        if (eta < -30) {
            // log mu = eta - e^eta / 2 + ...
            double e = Math.exp(eta) / 2;
            Jets.set(jet, eta - e, 1 - e, -e, -e);
            return;
        }
        double p = muEta(eta);
        double q = muEta(-eta);
        double r = p / mu(eta);
        double d2 = r * (q - r);
        Jets.set(jet, Math.log(mu(eta)), r, d2, d2 * (q - r) - r * (p * q + d2));
    }
}
