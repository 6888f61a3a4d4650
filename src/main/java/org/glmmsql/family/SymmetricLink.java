package org.glmmsql.family;

/** A link whose inverse is the distribution function of a symmetric density: 1 - mu(eta) = mu(-eta). */
interface SymmetricLink extends UnitLink {
    @Override
    default void logComplement(double eta, double[] jet) {
        logMean(-eta, jet);
        Jets.reflect(jet);
    }
}
