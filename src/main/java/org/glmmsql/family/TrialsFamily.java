package org.glmmsql.family;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.Response;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.special.Stirling;
import org.jspecify.annotations.Nullable;

/** What families share whose response is a proportion of successes in w trials. */
abstract class TrialsFamily extends ShareFamily {
    /** As R: a number of successes may be this far from a whole number. */
    private static final double WHOLE = 1e-3;

    TrialsFamily(String name, List<UnitLink> links, Parameter... further) {
        super(name, links, further);
    }

    /** log choose(w, w y) as the entropy of y and Stirling errors: no difference of large factorials. */
    static double logChoose(double y, double w) {
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
                    name()
                            + " takes 0/1, or cbind(successes, failures), or proportions with the numbers of trials as weights"
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

    static boolean isWhole(double number) {
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
}
