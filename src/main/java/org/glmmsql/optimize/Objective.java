package org.glmmsql.optimize;

/** A smooth function with its gradient. */
@FunctionalInterface
public interface Objective {
    /** f(x), with its gradient into {@code gradient}; positive infinity outside the domain. */
    double evaluate(double[] x, double[] gradient);

    /**
     * The same function for central differences around x: errors of the second order in the distance from x, which cancel there, may
     * make it cheaper.
     */
    default Objective near(double[] x) {
        return this;
    }
}
