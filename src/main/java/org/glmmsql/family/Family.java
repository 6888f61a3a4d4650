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

    /**
     * Whether a parameter can gather the density at the means of all rows without end, so that responses which the linear predictor gives
     * exactly have no maximum of the likelihood.
     */
    default boolean gathers() {
        return hasDispersion();
    }

    /** Whether, with the identity link, a normal effect of every row's own leads to a distribution of the same family. */
    default boolean absorbsNormal() {
        return isNormal();
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

    /** Whether 0 is below the range: zeros among the data then are of another kind, with a probability of their own ({@link HurdleFamily}). */
    default boolean excludesZero() {
        return false;
    }

    /** Whether a response of y has a probability of its own and says nothing about the mean, as a zero of a hurdle model. */
    default boolean isApart(double y) {
        return false;
    }

    /**
     * Whether a response is the number of an ordered category, 1, 2, ..., between thresholds that are estimated. It has no mean: what is
     * said of means here is of the chance of a category above a threshold.
     */
    default boolean ofCategories() {
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
     * @param predictors linear predictors of the parameters, the mean's first, as {@link LogDensity} takes them; of ordered categories eta
     *     and all thresholds
     * @param weight trials of a share, a whole number of them, and what divides a {@link Parameter#scale}; where it counts rows, the
     *     distribution is that of each of them
     */
    Distribution distribution(String link, double[] predictors, double weight);

    /** The link function itself, for starting values and predictions. */
    Link link(String link);

    /** A mean strictly inside the range, to start from (as in glm: mustart). */
    double startingMean(double y, double w);

    /** Whether the mean that is modelled is that of a response; it is not where some of the counts it is of are never seen. */
    default boolean modelsMeanOfResponse() {
        return true;
    }

    /**
     * The mean of a response.
     *
     * @param predictors linear predictors of the parameters, that of the mean first
     * @param slopes is filled with its derivatives by them
     */
    default double meanOfResponse(String link, double[] predictors, double[] slopes) {
        java.util.Arrays.fill(slopes, 0);
        slopes[0] = link(link).muEta(predictors[0]);
        return link(link).mu(predictors[0]);
    }

    /** Whether there is a standard deviation of the residuals, or the root of a phi that stands for one. */
    default boolean hasSigma() {
        return parameters().stream()
                .anyMatch(parameter -> parameter.scale() || symbol(parameter).equals("sigma"));
    }

    /** How a parameter is called where the family is defined, as its number is told: phi of a dispersion. */
    default String symbol(Parameter parameter) {
        boolean dispersion = parameter.component().equals(Parameter.DISPERSION.component());
        return !dispersion ? parameter.name() : dispersionPower() == 2 ? "sigma" : "phi";
    }

    /** Unit deviance d(y, mu), twice the log-likelihood ratio to the saturated model at w = phi = 1. */
    double unitDeviance(double y, double mu);

    /**
     * The same of a family with other parameters than a mean and a dispersion phi, these held at the values of the row; NaN for one that has
     * none.
     *
     * @param predictors of the parameters after the mean
     */
    default double unitDeviance(double y, double mu, double[] predictors) {
        return Double.NaN;
    }

    /** Whether there is such a deviance. */
    default boolean hasDevianceWithShapes() {
        return false;
    }

    /** Variance function V(mu), at a dispersion of 1. */
    double variance(double mu);

    /** Var y of a row of weight 1 and a dispersion of 1, given the predictors of the parameters after the mean. */
    default double variance(double mu, double[] predictors) {
        return variance(mu);
    }

    /** Var y of a row times its weight, which is not the same for any weight where rows of more trials vary more than by these. */
    default double variance(double mu, double[] predictors, double weight) {
        return variance(mu, predictors);
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

    /** Where else the search begins that does not have to end at the first maximum it comes to. @param start the first one */
    default List<Double> otherStarts(Parameter parameter, double start) {
        return List.of();
    }

    /**
     * What is to be known of a parameter that has run to a limit of the family, and what to do; null if it has not.
     *
     * @param value the same for all rows
     */
    default @Nullable String limit(Parameter parameter, double value) {
        return null;
    }

    /** Predictors of the parameters after the mean that go together, for where nothing is known of them. */
    default double[] neutral() {
        return new double[parameters().size() - 1];
    }

    /**
     * Why responses say nothing about a parameter that is to be estimated, and what to do: what follows the name of the response; null if
     * they do.
     *
     * @param w prior weights
     */
    default @Nullable String unknown(Parameter parameter, double[] y, double[] w) {
        return null;
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

    /** Whether that v is the parameter shape, so that it may be estimated. */
    default boolean shapeIsVariancePower() {
        return false;
    }

    /** Whether responses have a unit that the family is closed under changes of; prior weights then divide the variance. */
    default boolean hasUnit() {
        return shapeIsVariancePower() || !Double.isNaN(variancePower());
    }

    /** The power of the dispersion that Var y is proportional to: 1 of a phi, 2 of a standard deviation. */
    default double dispersionPower() {
        return 1;
    }

    /** Whether a response of a family with a density has this value with a probability of its own, which no unit changes. */
    default boolean isAtom(double y) {
        return false;
    }
}
