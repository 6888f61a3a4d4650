package org.glmmsql.family;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.Response;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.special.Stirling;
import org.jspecify.annotations.Nullable;

/** y is the proportion of successes in w trials: log f = w K(y, eta) + log choose(w, w y) (D-F6). */
final class BinomialFamily extends LinkedFamily<UnitLink> {
    /** As R: a number of successes may be this far from a whole number. */
    private static final double WHOLE = 1e-3;

    private static final LogitLink LOGIT = new LogitLink();

    BinomialFamily() {
        super(
                "binomial",
                List.of(
                        LOGIT,
                        new ProbitLink(),
                        new CloglogLink(),
                        new LoglogLink(),
                        new CauchitLink(),
                        new LogLink(),
                        new IdentityLink()));
    }

    @Override
    LogDensity density(UnitLink link) {
        Kernel kernel = link == LOGIT ? new LogitKernel() : new BinomialKernel(link);
        return new UnitDispersionDensity(kernel, BinomialFamily::logChoose);
    }

    /** log choose(w, w y) as the entropy of y and Stirling errors: no difference of large factorials. */
    private static double logChoose(double y, double w) {
        if (y == 0 || y == 1) {
            return 0;
        }
        double successes = w * y;
        double failures = w * (1 - y);
        double entropy = -successes * Math.log(y) - failures * Math.log1p(-y);
        return entropy
                - 0.5 * Math.log(successes * (1 - y))
                - Stirling.HALF_LOG_2PI
                + Stirling.error(w)
                - Stirling.error(successes)
                - Stirling.error(failures);
    }

    /**
     * Trials times weights. Weights that equal the trials are the trials (R's {@code s / t, weights = t}). A plain response is 0/1
     * with any weights, or proportions with the trials as weights.
     */
    @Override
    public double[] priorWeights(Response response, double @Nullable [] weights) {
        double[] y = response.y();
        double[] w = checkedWeights(y.length, weights);
        double[] trials = response.trials();
        String column = "response '" + response.name() + "'";
        Violations bad = new Violations();
        if (trials == null) {
            double halfUnit = weights == null ? 0 : RoundedProportions.halfUnit(y);
            for (int i = 0; i < y.length; i++) {
                bad.check(
                        inRange(y[i])
                                || (weights != null
                                        && (isProportion(y[i], w[i])
                                                || RoundedProportions.isCount(y[i], w[i], halfUnit))),
                        y[i]);
            }
            bad.raise(
                    ErrorCode.RESPONSE_RANGE,
                    column,
                    "outside " + range(),
                    "binomial takes 0/1, or cbind(successes, failures), or proportions with the numbers of trials as weights"
                            + (weights == null ? "" : ", of as many decimals as tell the counts apart"));
            return w;
        }
        for (int i = 0; i < y.length; i++) {
            bad.check(trials[i] >= 0 && trials[i] < Double.POSITIVE_INFINITY && isWhole(trials[i]), trials[i]);
        }
        bad.raise(ErrorCode.RESPONSE_RANGE, column, "as number of trials", "numbers of trials are whole numbers >= 0");
        for (int i = 0; i < y.length; i++) {
            bad.check(trials[i] == 0 || isProportion(y[i], trials[i]), trials[i] * y[i]);
        }
        bad.raise(
                ErrorCode.RESPONSE_RANGE,
                column,
                "as number of successes",
                "successes are whole numbers from 0 to the number of trials; other weights go into weights = column");
        if (weights == null || Arrays.equals(weights, trials)) {
            return trials;
        }
        double[] product = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            product[i] = w[i] * trials[i];
        }
        return product;
    }

    @Override
    public Taken taken(Response response, double[] weights) {
        return response.trials() == null && !response.binary()
                ? RoundedProportions.taken(response, weights)
                : new Taken(response, null);
    }

    private static boolean isProportion(double y, double trials) {
        return y >= 0 && y <= 1 && isWhole(y * trials);
    }

    private static boolean isWhole(double number) {
        return Math.abs(number - Math.rint(number)) <= WHOLE;
    }

    @Override
    public boolean ofTrials() {
        return true;
    }

    @Override
    public int edge(double y) {
        return y == 1 ? 1 : y == 0 ? -1 : 0;
    }

    @Override
    public boolean separable(String link) {
        return !link.equals("identity") && !link.equals("log");
    }

    @Override
    Distribution distribution(RowDensity density, UnitLink link, double[] predictors, double weight) {
        double[] jet = new double[Jets.SIZE];
        link.logComplement(predictors[0], jet);
        return new BinomialDistribution(density, weight, link.mu(predictors[0]), Math.exp(jet[0]));
    }

    @Override
    boolean inRange(double y) {
        return y == 0 || y == 1;
    }

    @Override
    String range() {
        return "{0, 1}";
    }

    @Override
    public double startingMean(double y, double w) {
        return w == 0 ? 0.5 : (w * y + 0.5) / (w + 1);
    }

    @Override
    public double unitDeviance(double y, double mu) {
        double successes = y == 0 ? 0 : y * Math.log(y / mu);
        double failures = y == 1 ? 0 : (1 - y) * Math.log((1 - y) / (1 - mu));
        return 2 * (successes + failures);
    }

    @Override
    public double variance(double mu) {
        return mu * (1 - mu);
    }
}
