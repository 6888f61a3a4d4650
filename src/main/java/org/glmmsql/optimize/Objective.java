package org.glmmsql.optimize;

/** A smooth function with its gradient. */
@FunctionalInterface
public interface Objective {
    /** f(x), with its gradient into {@code gradient}; positive infinity outside the domain. */
    double evaluate(double[] x, double[] gradient);
}
