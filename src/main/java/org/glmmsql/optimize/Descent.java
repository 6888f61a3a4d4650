package org.glmmsql.optimize;

/**
 * Where a search for a minimum ended that takes no Hessian.
 *
 * @param decrement twice what its metric promises that there is left to gain
 */
public record Descent(double[] x, double value, double decrement) {
    /** Whether there is next to nothing left to gain. */
    public boolean converged() {
        return decrement < Minimizer.CLOSE;
    }
}
