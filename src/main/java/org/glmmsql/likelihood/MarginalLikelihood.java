package org.glmmsql.likelihood;

/** A log-likelihood of psi with the random effects integrated out, exactly or approximately. Keeps the modes as warm start. */
public interface MarginalLikelihood {
    /** Number of parameters. */
    int size();

    /**
     * The log-likelihood at psi with all constants; its exact gradient into {@code gradient}. Negative infinity (and an unspecified
     * gradient) where psi is outside the domain or the modes cannot be found.
     */
    double evaluate(double[] psi, double[] gradient);

    /**
     * This likelihood for differences around psi: modes may follow the parameters to the first order, since errors of the second order are
     * those of a third derivative.
     */
    default MarginalLikelihood near(double[] psi) {
        return this;
    }

    /** Another likelihood with about the same maxima that costs less, to see where they are; or this one. */
    default MarginalLikelihood rough() {
        return this;
    }

    /** Modes and conditional covariances at psi. */
    ConditionalModes conditionalModes(double[] psi);
}
