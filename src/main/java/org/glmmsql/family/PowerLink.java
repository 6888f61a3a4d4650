package org.glmmsql.family;

/** mu = eta^power: inverse (-1), sqrt (2), 1/mu^2 (-1/2). */
final class PowerLink implements PositiveLink, RealLink {
    static final PowerLink INVERSE = new PowerLink("inverse", -1);
    static final PowerLink SQRT = new PowerLink("sqrt", 2);
    static final PowerLink INVERSE_SQUARE = new PowerLink("1/mu^2", -0.5);

    private final String name;
    private final double power;

    private PowerLink(String name, double power) {
        this.name = name;
        this.power = power;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double eta(double mu) {
        return Math.pow(mu, 1 / power);
    }

    @Override
    public double mu(double eta) {
        // gaussian means may be negative: 1/eta has a branch there, the others have not
        return eta < 0 && this != INVERSE ? Double.NaN : Math.pow(eta, power);
    }

    @Override
    public double muEta(double eta) {
        return power * Math.pow(eta, power - 1);
    }

    @Override
    public void mean(double eta, double[] jet) {
        if (eta == 0) {
            Jets.outside(jet);
            return;
        }
        double mu = Math.pow(eta, power);
        double r = 1 / eta;
        double d1 = power * mu * r;
        double d2 = (power - 1) * d1 * r;
        Jets.set(jet, mu, d1, d2, (power - 2) * d2 * r);
    }

    @Override
    public void logMean(double eta, double[] jet) {
        if (!(eta > 0)) {
            Jets.outside(jet);
            return;
        }
        double r = 1 / eta;
        double d1 = power * r;
        Jets.set(jet, power * Math.log(eta), d1, -d1 * r, 2 * d1 * r * r);
    }

    @Override
    public double unitFactor(double k) {
        return Math.pow(k, 1 / power);
    }
}
