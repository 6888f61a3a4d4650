package org.glmmsql.family;

/** eta = g(mu). All methods are right in the tails: |eta| up to 800. */
public interface Link {
    String name();

    double eta(double mu);

    /** mu = g^-1(eta). */
    double mu(double eta);

    /** d mu / d eta. */
    double muEta(double eta);
}
