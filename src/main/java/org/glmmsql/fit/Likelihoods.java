package org.glmmsql.fit;

import org.glmmsql.formula.Method;
import org.glmmsql.likelihood.ClusterLikelihood;
import org.glmmsql.likelihood.CorrelatedLikelihood;
import org.glmmsql.likelihood.GaussianLikelihood;
import org.glmmsql.likelihood.JointLikelihood;
import org.glmmsql.likelihood.MarginalLikelihood;
import org.glmmsql.likelihood.ModelDataBuilder;

/** The likelihoods that serve a kind of model, over its rows. */
record Likelihoods(ModelKind kind, ModelDataBuilder.Built built, Control control) {
    /** Effects by position from which on a likelihood that knows of positions is faster than one for any few effects. */
    private static final int MANY = 16;

    GaussianLikelihood gaussian() {
        return new GaussianLikelihood(
                built.data(),
                kind.method() == Method.REML,
                built.fixed().logDeterminant(),
                control.cancellation(),
                control.threads());
    }

    CorrelatedLikelihood correlated() {
        return new CorrelatedLikelihood(
                built.data(),
                kind.method() == Method.REML,
                built.fixed().logDeterminant(),
                control.cancellation(),
                control.threads());
    }

    /** Of all parameters, for method = ML. */
    MarginalLikelihood joint() {
        return kind.oneFactor() && !partial()
                ? new ClusterLikelihood(built.data(), kind.options().nagq(), control.cancellation(), control.threads())
                : new JointLikelihood(built.data(), control.cancellation(), control.threads());
    }

    /** Of all but the coefficients of the mean. @param beta where the search for their modes begins */
    JointLikelihood restricted(double[] beta) {
        return JointLikelihood.restricted(
                built.data(), beta, built.fixed().logDeterminant(), control.cancellation(), control.threads());
    }

    /** Whether levels have effects at their own positions only, or at many. */
    private boolean partial() {
        return built.data().terms().stream()
                .anyMatch(term -> term.isPartial() || term.structure().byPosition() && term.q() > MANY);
    }
}
