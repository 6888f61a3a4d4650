package org.glmmsql.family;

import org.glmmsql.special.ExpRemainder;

/** eta = log(-log(1 - mu)), the complementary log-log link: 1 - mu = exp(-t), t = exp(eta). */
final class CloglogLink implements UnitLink {
    /** Beyond, exp(-t) is nothing beside 1 even for t to the third. */
    private static final double LARGE_T = 700;

    @Override
    public String name() {
        return "cloglog";
    }

    @Override
    public double eta(double mu) {
        return Math.log(-Math.log1p(-mu));
    }

    @Override
    public double mu(double eta) {
        return -Math.expm1(-Math.exp(eta));
    }

    @Override
    public double muEta(double eta) {
        return Math.exp(eta - Math.exp(eta));
    }

    /**
     * With B = t / (e^t - 1) and q = B e2(t) - 1, e2(t) = (e^t - 1 - t) / t^2: (log mu)' = B, B' = B t q, since q t = 1 - t - B, and
     * log mu = eta - log B - t; no differences of nearly equal numbers for small t.
     */
    @Override
    public void logMean(double eta, double[] jet) {
        double t = Math.exp(eta);
        if (t > LARGE_T) {
            Jets.set(jet, 0, 0, 0, 0);
            return;
        }
        double value;
        double b;
        double be2;
        if (t < 1) {
            double e2 = ExpRemainder.second(t);
            b = 1 / (1 + t * e2);
            be2 = b * e2;
            value = eta - Math.log(b) - t;
        } else {
            double power = Math.exp(t);
            b = t / (power - 1);
            be2 = (1 - b) / t;
            value = Math.log1p(-1 / power);
        }
        double q = be2 - 1;
        Jets.set(jet, value, b, b * t * q, b * t * (t * q * q - 1 - b * q));
    }

    @Override
    public void logComplement(double eta, double[] jet) {
        double t = Math.exp(eta);
        Jets.set(jet, -t, -t, -t, -t);
    }
}
