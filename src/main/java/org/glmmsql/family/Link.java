package org.glmmsql.family;

/** eta = g(mu). All methods are right in the tails: |eta| up to 800. */
public interface Link {
    String name();

    double eta(double mu);

    /** mu = g^-1(eta). */
    double mu(double eta);

    /** The mu that there are on this scale, in words: of a parameter beside the mean, whose link is its range. */
    default String range() {
        return "a number";
    }

    /** d mu / d eta. */
    double muEta(double eta);

    /**
     * The a of g(k mu) = a g(mu) + b: what a change of the response's unit does to the linear predictor. NaN where there is no such a, as
     * for shares, whose unit is fixed.
     */
    default double unitFactor(double k) {
        return Double.NaN;
    }

    /** The b of g(k mu) = a g(mu) + b. */
    default double unitShift(double k) {
        return 0;
    }
}
