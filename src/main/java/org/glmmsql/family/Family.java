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

    /** What has a linear predictor of its own: the mean first, with its default link. */
    List<Parameter> parameters();

    /** Whether there is a dispersion phi (for gaussian sigma^2) of an exponential dispersion model. */
    default boolean hasDispersion() {
        return parameters().stream().anyMatch(Parameter::scale);
    }

    /** Whether a response is normal about its mean: with the identity link the likelihood is exact, and tests have a t distribution. */
    default boolean isNormal() {
        return false;
    }

    /** Whether a response is a share of trials, which its prior weight counts. */
    default boolean ofTrials() {
        return false;
    }

    /** Whether a response is a count, whose prior weight multiplies the log density. */
    default boolean ofCounts() {
        return false;
    }

    /** Whether y is at an end of its range: 1 where only a larger mean fits better without end, -1 where only a smaller one, else 0. */
    default int edge(double y) {
        return 0;
    }

    /** Whether a mean at the end of its range is reached by an infinite predictor alone: responses there may be separated (D30). */
    default boolean separable(String link) {
        return false;
    }

    /** Links whose means stay in their range whatever the predictor is. */
    List<String> linksOfTheWholeLine();

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
    LogDensity density(String link);

    /**
     * The distribution of one response, all its parameters known: {@link SummedDistribution} or {@link IntegratedDistribution} of the
     * density, if a family has nothing better.
     *
     * @param predictors linear predictors of the parameters, the mean's first, as {@link LogDensity} takes them
     * @param weight trials of a share, a whole number of them, and what divides a {@link Parameter#scale}; where it counts rows, the
     *     distribution is that of each of them
     */
    Distribution distribution(String link, double[] predictors, double weight);

    /** The link function itself, for starting values and predictions. */
    Link link(String link);

    /** A mean strictly inside the range, to start from (as in glm: mustart). */
    double startingMean(double y, double w);

    /** Unit deviance d(y, mu), twice the log-likelihood ratio to the saturated model at w = phi = 1. */
    double unitDeviance(double y, double mu);

    /** Variance function V(mu), at a dispersion of 1. */
    double variance(double mu);

    /** Var y of a row of weight 1 and a dispersion of 1, given the predictors of the parameters after the mean. */
    default double variance(double mu, double[] predictors) {
        return variance(mu);
    }

    /**
     * Where the search for a parameter after the mean begins, on the scale of its link; those with a scale begin at the pooled deviance.
     *
     * @param w weights of the rows, 0 for none
     * @param mu means of the pooled model
     */
    default double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        return 0;
    }

    /** What a model tells as its sigma for a dispersion that is the same for all rows: its root, the residual standard deviation. */
    default double sigma(double dispersion) {
        return Math.sqrt(dispersion);
    }

    /**
     * The v of V(mu) = mu^v, if the family is closed under a change of the response's unit: k y then has the mean k mu and the dispersion
     * k^(2 - v) phi. NaN for counts and shares, which have no unit.
     */
    default double variancePower() {
        return Double.NaN;
    }
}
