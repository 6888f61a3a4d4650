package org.glmmsql.optimize;

/** A smooth number told of the parameters, which is to be held at a value. */
@FunctionalInterface
public interface Constraint {
    /** h(x), with its gradient into {@code gradient}; NaN outside the domain. */
    double evaluate(double[] x, double[] gradient);
}
