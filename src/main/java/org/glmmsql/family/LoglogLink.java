package org.glmmsql.family;

/** eta = -log(-log(mu)): the complementary log-log link with success and failure, and the sign of eta, exchanged. */
final class LoglogLink implements UnitLink {
    private static final CloglogLink MIRROR = new CloglogLink();

    @Override
    public String name() {
        return "loglog";
    }

    @Override
    public double eta(double mu) {
        return -Math.log(-Math.log(mu));
    }

    @Override
    public double mu(double eta) {
        return Math.exp(-Math.exp(-eta));
    }

    @Override
    public double muEta(double eta) {
        return MIRROR.muEta(-eta);
    }

    @Override
    public void logMean(double eta, double[] jet) {
        MIRROR.logComplement(-eta, jet);
        Jets.reflect(jet);
    }

    @Override
    public void logComplement(double eta, double[] jet) {
        MIRROR.logMean(-eta, jet);
        Jets.reflect(jet);
    }
}
