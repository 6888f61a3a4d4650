package org.glmmsql.optimize;

/**
 * Where the quasi-Newton stage of a search ended.
 *
 * @param decrement twice what its metric promises that there is left to gain
 */
record Descent(double[] x, double value, double decrement) {}
