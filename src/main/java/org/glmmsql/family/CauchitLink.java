package org.glmmsql.family;

/** mu = 1/2 + atan(eta) / pi, the Cauchy distribution function. */
final class CauchitLink implements SymmetricLink {
    @Override
    public String name() {
        return "cauchit";
    }

    @Override
    public double eta(double mu) {
        return mu < 0.5 ? -1 / Math.tan(Math.PI * mu) : 1 / Math.tan(Math.PI * (1 - mu));
    }

    @Override
    public double mu(double eta) {
        double tail = tail(eta);
        return eta < 0 ? tail : 1 - tail;
    }

    @Override
    public double muEta(double eta) {
        return 1 / (Math.PI * (1 + eta * eta));
    }

    @Override
    public void logMean(double eta, double[] jet) {
        double tail = tail(eta);
        double value = eta < 0 ? Math.log(tail) : Math.log1p(-tail);
        // f'/f and its derivative, f the density
        double v = 1 + eta * eta;
        double s = -2 * eta / v;
        double s1 = -2 / v + s * s;
        double d1 = muEta(eta) / (eta < 0 ? tail : 1 - tail);
        double d2 = d1 * (s - d1);
        Jets.set(jet, value, d1, d2, d2 * (s - d1) + d1 * (s1 - d2));
    }

    @Override
    public boolean concave() {
        return false;
    }

    /** The smaller of mu and 1 - mu. */
    private static double tail(double eta) {
        return Math.atan2(1, Math.abs(eta)) / Math.PI;
    }
}
