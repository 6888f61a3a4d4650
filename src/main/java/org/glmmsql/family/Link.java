package org.glmmsql.family;

/** eta = g(mu). All methods are right in the tails: |eta| up to 800. */
public interface Link {
    String name();

    double eta(double mu);

    /** mu = g^-1(eta). */
    double mu(double eta);

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
