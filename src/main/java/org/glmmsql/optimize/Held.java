package org.glmmsql.optimize;

/**
 * The minimum of f where h has a value.
 *
 * @param slope of the minimum by that value, the multiplier of Lagrange
 */
public record Held(double[] x, double value, double slope) {}
