package org.glmmsql.optimize;

/**
 * Where a minimisation ended.
 *
 * @param hessian second derivatives by differences of the gradient at x, d x d; symmetric
 * @param decrement g' H^-1 g, twice the gain that one more Newton step promises
 * @param converged whether the decrement is below the tolerance and no direction curves downwards
 */
public record Minimum(
        double[] x,
        double value,
        double[] gradient,
        double[][] hessian,
        double decrement,
        boolean converged,
        int iterations,
        int evaluations) {}
