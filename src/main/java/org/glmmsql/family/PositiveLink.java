package org.glmmsql.family;

/** A link for positive means. */
interface PositiveLink extends Link {
    /** log mu and its first three derivatives by eta; NaN in {@code jet[0]} where eta gives no positive mean. */
    void logMean(double eta, double[] jet);
}
