package org.glmmsql.fit;

import org.glmmsql.likelihood.ConditionalModes;

/**
 * What an estimation gives, on the scale of the scaled columns.
 *
 * @param psi (beta, delta, theta)
 * @param covariance of psi, from the observed information; NaN where it is not defined
 * @param relative whether theta is relative to sigma = exp(delta_0 / 2)
 * @param logLik maximised (restricted) log-likelihood
 * @param gradient of the log-likelihood by the parameters the optimizer saw
 * @param converged by the Newton decrement
 */
record Estimates(
        double[] psi,
        double[][] covariance,
        boolean relative,
        double logLik,
        ConditionalModes modes,
        double[] gradient,
        double[][] hessian,
        double decrement,
        boolean converged,
        int iterations,
        int evaluations) {}
