package org.glmmsql.family;

/** eta = mu. */
final class IdentityLink implements UnitLink, PositiveLink, RealLink {
    @Override
    public String name() {
        return "identity";
    }

    @Override
    public double eta(double mu) {
        return mu;
    }

    @Override
    public double mu(double eta) {
        return eta;
    }

    @Override
    public double muEta(double eta) {
        return 1;
    }

    @Override
    public void mean(double eta, double[] jet) {
        Jets.set(jet, eta, 1, 0, 0);
    }

    @Override
    public void logMean(double eta, double[] jet) {
        if (!(eta > 0)) {
            Jets.outside(jet);
            return;
        }
        double r = 1 / eta;
        Jets.set(jet, Math.log(eta), r, -r * r, 2 * r * r * r);
    }

    @Override
    public boolean inRange(double eta) {
        return eta > 0 && eta < 1;
    }

    @Override
    public void logComplement(double eta, double[] jet) {
        double r = 1 / (1 - eta);
        Jets.set(jet, Math.log1p(-eta), -r, -r * r, -2 * r * r * r);
    }

    @Override
    public double unitFactor(double k) {
        return k;
    }
}
