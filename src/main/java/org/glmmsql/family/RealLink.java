package org.glmmsql.family;

/** A link for means on the whole line. */
interface RealLink extends Link {
    /** mu and its first three derivatives by eta; NaN in {@code jet[0]} where eta gives no mean. */
    void mean(double eta, double[] jet);
}
