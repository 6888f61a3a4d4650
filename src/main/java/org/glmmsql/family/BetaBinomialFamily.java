package org.glmmsql.family;

import java.util.Arrays;
import org.glmmsql.design.Response;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.InvalidDataException;
import org.jspecify.annotations.Nullable;

/**
 * Successes in n trials whose probability has a beta distribution of mean mu and precision phi: the share has the variance
 * mu (1 - mu) (1 + (n - 1) / (1 + phi)) / n (D-F22).
 */
final class BetaBinomialFamily extends TrialsFamily {
    /** A precision that no data tell from infinity. */
    private static final double FAR = 1e5;

    BetaBinomialFamily() {
        super("betabinomial", wholeLine(), PRECISION);
    }

    @Override
    LogDensity density(UnitLink link) {
        return new BetaBinomialDensity(link);
    }

    /** The trials; a row of more weight is not one of more trials. */
    @Override
    public double[] priorWeights(Response response, double @Nullable [] weights) {
        double[] trials = super.priorWeights(response, weights);
        if (response.trials() != null && !Arrays.equals(trials, response.trials())) {
            throw new InvalidDataException(
                    ErrorCode.WEIGHTS_RANGE,
                    "the weights column has values other than the trials of response '" + response.name() + "' (first: "
                            + firstOther(weights, response.trials())
                            + "); successes of one row share their probability in family betabinomial, so that weights cannot multiply"
                            + " trials: leave weights out, or give rows as often as they count");
        }
        Violations bad = new Violations();
        for (double w : trials) {
            bad.check(isWhole(w), w);
        }
        bad.raise(
                ErrorCode.WEIGHTS_RANGE,
                "the weights column",
                "as numbers of trials",
                "weights are the numbers of trials in family betabinomial, which are whole numbers");
        return trials;
    }

    @Override
    public @Nullable String unknown(Parameter parameter, double[] y, double[] w) {
        return parameter.equals(PRECISION) && Arrays.stream(w).allMatch(trials -> trials <= 1)
                ? "has 1 trial in every row, which says nothing about phi of family betabinomial; use family = binomial"
                : null;
    }

    @Override
    public @Nullable String limit(Parameter parameter, double value) {
        if (!parameter.equals(PRECISION)) return null;
        if (value > FAR) {
            return "phi of family betabinomial runs to infinity, where it is binomial: the responses vary no more than that; use family ="
                    + " binomial";
        }
        return value < 1 / FAR
                ? "phi of family betabinomial runs to 0, where the trials of a row are all alike; use family = binomial with one trial for"
                        + " each row"
                : null;
    }

    private static double firstOther(double @Nullable [] weights, double[] trials) {
        for (int i = 0; weights != null && i < trials.length; i++) {
            if (weights[i] != trials[i]) {
                return weights[i];
            }
        }
        return Double.NaN;
    }

    @Override
    public boolean separable(String link) {
        return true;
    }

    @Override
    public double variance(double mu, double[] predictors, double weight) {
        return variance(mu) * (1 + Math.max(0, weight - 1) / (1 + Math.exp(predictors[0])));
    }

    /** By moments: the mean of the squared standardized residuals is 1 + (n - 1) / (1 + phi). */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        double excess = 0;
        double trials = 0;
        for (int i = 0; i < y.length; i++) {
            if (!(w[i] > 1)) continue;
            excess += w[i] * (y[i] - mu[i]) * (y[i] - mu[i]) / variance(mu[i]) - 1;
            trials += w[i] - 1;
        }
        return logPrecision(excess / trials);
    }
}
