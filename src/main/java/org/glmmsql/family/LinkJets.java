package org.glmmsql.family;

/** Means as jets of their predictors. */
final class LinkJets {
    private LinkJets() {}

    /** log mu; NaN outside the range of the link. */
    static Jet logMean(PositiveLink link, Jet eta) {
        double[] s = new double[Jets.SIZE];
        link.logMean(eta.value(), s);
        return eta.map(s[0], s[1], s[2], s[3]);
    }
}
