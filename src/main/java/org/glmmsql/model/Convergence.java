package org.glmmsql.model;

/**
 * What the optimizer reports.
 *
 * @param singular whether the estimate is on the boundary of the parameter space
 * @param gradMax largest |gradient| of the log-likelihood by the scaled parameters
 * @param hessCond condition number of the observed information of the scaled parameters
 * @param decrement Newton decrement g' I^-1 g, twice the predicted gain in log-likelihood
 * @param advice what the user may want to know or do; empty if nothing
 */
public record Convergence(
        boolean converged,
        boolean singular,
        double gradMax,
        double hessCond,
        double decrement,
        int iterations,
        int evaluations,
        String advice) {
    /** Of a fit whose estimates are for something else than what was advised about. */
    Convergence withoutAdvice() {
        return new Convergence(converged, singular, gradMax, hessCond, decrement, iterations, evaluations, "");
    }
}
