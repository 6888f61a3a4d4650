package org.glmmsql.family;

/** Means as jets of their predictors. */
final class LinkJets {
    private LinkJets() {}

    /** mu; NaN outside the range of the link. */
    static Jet mean(RealLink link, Jet eta) {
        double[] s = new double[Jets.SIZE];
        link.mean(eta.value(), s);
        return eta.map(s[0], s[1], s[2], s[3]);
    }

    /** log |mu|, where mu is as far from 0 as means of either sign are under a link that positive means have too. */
    static Jet logSize(RealLink link, Jet eta) {
        double[] s = new double[Jets.SIZE];
        boolean reflected = link.mu(eta.value()) < 0;
        ((PositiveLink) link).logMean(reflected ? -eta.value() : eta.value(), s);
        if (reflected) Jets.reflect(s);
        return eta.map(s[0], s[1], s[2], s[3]);
    }

    /** log mu; NaN outside the range of the link. */
    static Jet logMean(PositiveLink link, Jet eta) {
        double[] s = new double[Jets.SIZE];
        link.logMean(eta.value(), s);
        return eta.map(s[0], s[1], s[2], s[3]);
    }
}
