package org.glmmsql.fit;

import java.util.Arrays;
import java.util.function.Supplier;
import org.glmmsql.formula.Method;
import org.glmmsql.likelihood.CorrelatedLikelihood;
import org.glmmsql.likelihood.GaussianLikelihood;
import org.glmmsql.likelihood.GeneralizedLeastSquares;
import org.glmmsql.likelihood.JointLikelihood;
import org.glmmsql.likelihood.MarginalLikelihood;
import org.jspecify.annotations.Nullable;

/**
 * The (restricted) log-likelihood that a fit maximised, of the parameters of psi from a place on.
 *
 * @param coefficients where those before are found by least squares, what holds them; null where there are none
 * @param beta those before at the last parameters evaluated
 */
record ProfiledLikelihood(
        MarginalLikelihood likelihood,
        int from,
        @Nullable GeneralizedLeastSquares coefficients,
        Supplier<double[]> beta) {

    static ProfiledLikelihood of(Likelihoods likelihoods, Estimates estimates) {
        ModelKind kind = likelihoods.kind();
        int p = likelihoods.built().data().p();
        if (kind.exactGaussian()) {
            GaussianLikelihood gaussian = likelihoods.gaussian();
            return new ProfiledLikelihood(gaussian.withSigma(), p, gaussian, gaussian::beta);
        }
        if (kind.correlated()) {
            CorrelatedLikelihood correlated = likelihoods.correlated();
            return new ProfiledLikelihood(correlated, p, correlated, correlated::beta);
        }
        if (kind.method() == Method.REML) {
            JointLikelihood restricted = likelihoods.restricted(Arrays.copyOf(estimates.psi(), p));
            return new ProfiledLikelihood(restricted, p, null, restricted::beta);
        }
        return new ProfiledLikelihood(likelihoods.joint(), 0, null, () -> new double[0]);
    }
}
