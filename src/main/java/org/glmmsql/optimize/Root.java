package org.glmmsql.optimize;

/**
 * Where the solution of equations ended.
 *
 * @param f left-hand sides at x
 * @param jacobian df/dx at x, or at the point before a last short step
 * @param decrement |f' J^-1 f|: for the gradient of a function, twice the distance to its extremum in value
 * @param converged whether the decrement is below the tolerance, where f falls in each unknown
 */
public record Root(
        double[] x,
        double[] f,
        double[][] jacobian,
        double decrement,
        boolean converged,
        int iterations,
        int evaluations) {}
