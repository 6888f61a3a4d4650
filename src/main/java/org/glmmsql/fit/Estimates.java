package org.glmmsql.fit;

import java.util.Map;
import org.glmmsql.likelihood.ConditionalModes;
import org.glmmsql.likelihood.GeneralizedLeastSquares;
import org.jspecify.annotations.Nullable;

/**
 * What an estimation gives, on the scale of the scaled columns.
 *
 * @param psi (beta, delta, theta)
 * @param covariance of psi, from the observed information; NaN where it is not defined
 * @param relative whether theta is relative to sigma = exp(delta_0 / 2)
 * @param logLik maximised (restricted) log-likelihood; p_v where estimating equations were solved
 * @param hLikelihoods h, p_v, p_beta_v, caic where the method has them
 * @param gradient of the log-likelihood by the parameters the optimizer saw
 * @param converged by the Newton decrement
 * @param atEdge whether the search ended where means leave their range
 * @param leastSquares where beta is the generalised least-squares one, how its covariance depends on the other parameters
 */
record Estimates(
        double[] psi,
        double[][] covariance,
        boolean relative,
        double logLik,
        Map<String, Double> hLikelihoods,
        ConditionalModes modes,
        double[] gradient,
        double[][] hessian,
        double decrement,
        boolean converged,
        boolean atEdge,
        int iterations,
        int evaluations,
        @Nullable GeneralizedLeastSquares leastSquares) {

    /** The same for all of psi, of which this is the end. */
    Estimates with(double[] allPsi, double[][] allCovariance) {
        return new Estimates(
                allPsi,
                allCovariance,
                relative,
                logLik,
                hLikelihoods,
                modes,
                gradient,
                hessian,
                decrement,
                converged,
                atEdge,
                iterations,
                evaluations,
                leastSquares);
    }

    Estimates with(GeneralizedLeastSquares ofBeta) {
        return new Estimates(
                psi,
                covariance,
                relative,
                logLik,
                hLikelihoods,
                modes,
                gradient,
                hessian,
                decrement,
                converged,
                atEdge,
                iterations,
                evaluations,
                ofBeta);
    }

    Estimates with(Map<String, Double> likelihoods) {
        return new Estimates(
                psi,
                covariance,
                relative,
                logLik,
                likelihoods,
                modes,
                gradient,
                hessian,
                decrement,
                converged,
                atEdge,
                iterations,
                evaluations,
                leastSquares);
    }
}
