package org.glmmsql.family;

import java.util.List;
import org.glmmsql.design.Response;
import org.jspecify.annotations.Nullable;

/** A distribution of the response given its mean. One class each, registered in {@link Families}. */
public interface Family {
    /** As R spells it: binomial, poisson, gaussian, Gamma, inverse.gaussian. */
    String name();

    /** Links this family takes, the default first. */
    List<String> links();

    /** Whether a dispersion phi (for gaussian sigma^2) is estimated. */
    boolean hasDispersion();

    /**
     * Checks the response and gives the prior weights with this family's meaning (binomial: trials times weights).
     *
     * @param weights prior weights as given, or null
     * @return n weights, never null
     * @throws org.glmmsql.error.GlmmException RESPONSE_TYPE or RESPONSE_RANGE with the count of bad values, the first one and
     *     the remedy; WEIGHTS_RANGE
     */
    double[] priorWeights(Response response, double @Nullable [] weights);

    /**
     * A response as a family takes it.
     *
     * @param note what a user has to know about it; null if it is the response as it was given
     */
    record Taken(Response response, @Nullable String note) {}

    /** The response as the likelihood takes it, where that is not the one that was given. @param weights as priorWeights gives them */
    default Taken taken(Response response, double[] weights) {
        return new Taken(response, null);
    }

    /** log f with this link. @throws org.glmmsql.error.GlmmException UNKNOWN_FAMILY listing the links and the nearest spelling */
    Density density(String link);

    /** The link function itself, for starting values and predictions. */
    Link link(String link);

    /** A mean strictly inside the range, to start from (as in glm: mustart). */
    double startingMean(double y, double w);

    /** Unit deviance d(y, mu), twice the log-likelihood ratio to the saturated model at w = phi = 1. */
    double unitDeviance(double y, double mu);

    /** Variance function V(mu). */
    double variance(double mu);

    /**
     * The v of V(mu) = mu^v, if the family is closed under a change of the response's unit: k y then has the mean k mu and the dispersion
     * k^(2 - v) phi. NaN for counts and shares, which have no unit.
     */
    default double variancePower() {
        return Double.NaN;
    }
}
