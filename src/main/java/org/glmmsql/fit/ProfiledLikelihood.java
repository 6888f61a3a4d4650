package org.glmmsql.fit;

import java.util.Arrays;
import org.glmmsql.formula.Method;
import org.glmmsql.likelihood.CorrelatedLikelihood;
import org.glmmsql.likelihood.GaussianLikelihood;
import org.glmmsql.likelihood.GeneralizedLeastSquares;
import org.glmmsql.likelihood.MarginalLikelihood;
import org.jspecify.annotations.Nullable;

/**
 * The (restricted) log-likelihood that a fit maximised, of the parameters of psi from a place on.
 *
 * @param coefficients where those before are found by least squares, what holds them; null where there are none
 */
record ProfiledLikelihood(
        MarginalLikelihood likelihood, int from, @Nullable GeneralizedLeastSquares coefficients) {

    static ProfiledLikelihood of(Likelihoods likelihoods, Estimates estimates) {
        ModelKind kind = likelihoods.kind();
        int p = likelihoods.built().data().p();
        if (kind.exactGaussian()) {
            GaussianLikelihood gaussian = likelihoods.gaussian();
            return new ProfiledLikelihood(gaussian.withSigma(), p, gaussian);
        }
        if (kind.correlated()) {
            CorrelatedLikelihood correlated = likelihoods.correlated();
            return new ProfiledLikelihood(correlated, p, correlated);
        }
        return kind.method() == Method.REML
                ? new ProfiledLikelihood(likelihoods.restricted(Arrays.copyOf(estimates.psi(), p)), p, null)
                : new ProfiledLikelihood(likelihoods.joint(), 0, null);
    }
}
