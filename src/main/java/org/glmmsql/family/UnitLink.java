package org.glmmsql.family;

/** A link for means in (0, 1). A jet is a value and its first three derivatives by eta. */
interface UnitLink extends Link {
    /** Whether eta gives a mean in (0, 1): the jets mean nothing elsewhere. */
    default boolean inRange(double eta) {
        return true;
    }

    /** Whether log mu and log(1 - mu) are concave in eta. */
    default boolean concave() {
        return true;
    }

    /** log mu. */
    void logMean(double eta, double[] jet);

    /** log(1 - mu). */
    void logComplement(double eta, double[] jet);
}
