package org.glmmsql.family;

import java.util.Arrays;

/** The categories 1, ..., J between thresholds theta_1 &lt; ... &lt; theta_J-1: P(Y &lt;= j) = F(theta_j - eta). They have an order, but no mean. */
final class CategoryDistribution implements Distribution {
    private final CumulativeDensity density;
    /** log F and log(1 - F) at each threshold. */
    private final double[][] below;

    private final double[][] above;
    private final double[] predictors;

    /** @param predictors eta, then the thresholds */
    CategoryDistribution(UnitLink link, double[] predictors) {
        this.predictors = predictors.clone();
        density = new CumulativeDensity(link);
        int thresholds = predictors.length - 1;
        below = new double[thresholds][Jets.SIZE];
        above = new double[thresholds][Jets.SIZE];
        for (int j = 0; j < thresholds; j++) {
            if (j > 0 && !(predictors[j + 1] > predictors[j])) {
                throw new IllegalArgumentException(
                        "thresholds ascend, these are " + Arrays.toString(predictors) + " after the first number");
            }
            link.logMean(predictors[j + 1] - predictors[0], below[j]);
            link.logComplement(predictors[j + 1] - predictors[0], above[j]);
        }
    }

    private int categories() {
        return predictors.length;
    }

    @Override
    public boolean discrete() {
        return true;
    }

    @Override
    public double logDensity(double y) {
        if (!(y >= 1 && y <= categories() && y == Math.rint(y))) {
            return Double.NEGATIVE_INFINITY;
        }
        int j = (int) y;
        double[][] eta = {
            {predictors[0]},
            {j == categories() ? Double.POSITIVE_INFINITY : predictors[j]},
            {j == 1 ? Double.NEGATIVE_INFINITY : predictors[j - 1]}
        };
        double[][] out = new double[Want.places(CumulativeDensity.PREDICTORS)][1];
        density.evaluate(0, 1, new double[] {y}, new double[] {1}, eta, new Want(true, false, false, false, 1), out);
        return out[LogDensity.L][0];
    }

    @Override
    public double cdf(double y) {
        double j = Math.floor(y);
        return j < 1 ? 0 : j >= categories() ? 1 : Math.exp(below[(int) j - 1][0]);
    }

    @Override
    public double upperTail(double y) {
        double j = Math.floor(y);
        return j < 1 ? 1 : j >= categories() ? 0 : Math.exp(above[(int) j - 1][0]);
    }

    @Override
    public double quantile(double p) {
        Distribution.checkedProbability(p);
        int j = 1;
        while (j < categories() && cdf(j) < p) {
            j++;
        }
        return j;
    }

    @Override
    public double upperQuantile(double q) {
        Distribution.checkedProbability(q);
        int j = 1;
        while (j < categories() && upperTail(j) > q) {
            j++;
        }
        return j;
    }

    @Override
    public double mean() {
        return Double.NaN;
    }

    @Override
    public double variance() {
        return Double.NaN;
    }
}
