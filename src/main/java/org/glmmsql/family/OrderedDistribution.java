package org.glmmsql.family;

import java.util.Arrays;

/** Ordered categories 1, ..., J: P(Y &lt;= j) = F(theta_j - eta), F the inverse of the link. */
final class OrderedDistribution implements Distribution {
    private final UnitLink link;
    private final double eta;
    private final double[] thresholds;

    /** @param predictors eta, then the J - 1 thresholds in ascending order */
    OrderedDistribution(UnitLink link, double[] predictors) {
        this.link = link;
        eta = predictors[0];
        thresholds = Arrays.copyOfRange(predictors, 1, predictors.length);
    }

    private int categories() {
        return thresholds.length + 1;
    }

    @Override
    public boolean discrete() {
        return true;
    }

    @Override
    public double logDensity(double y) {
        if (y != Math.rint(y) || y < 1 || y > categories()) {
            return Double.NEGATIVE_INFINITY;
        }
        int j = (int) y;
        double upper = j == categories() ? Double.POSITIVE_INFINITY : thresholds[j - 1];
        double lower = j == 1 ? Double.NEGATIVE_INFINITY : thresholds[j - 2];
        Support all = Support.counts(1, categories());
        return new RowDensity(new CumulativeDensity(link), all, new double[] {eta, upper, lower}, 1).at(y);
    }

    @Override
    public double cdf(double y) {
        return y < 1 ? 0 : y >= categories() ? 1 : link.mu(thresholds[(int) y - 1] - eta);
    }

    @Override
    public double upperTail(double y) {
        if (y < 1 || y >= categories()) {
            return y < 1 ? 1 : 0;
        }
        double[] jet = new double[Jets.SIZE];
        link.logComplement(thresholds[(int) y - 1] - eta, jet);
        return Math.exp(jet[0]);
    }

    @Override
    public double quantile(double p) {
        return Distribution.checkedProbability(p) > 0.5
                ? upperQuantile(1 - p)
                : p == 0 ? 1 : LatticeSearch.smallest(j -> cdf(j) >= p, 1, categories(), 1);
    }

    @Override
    public double upperQuantile(double q) {
        return Distribution.checkedProbability(q) > 0.5
                ? quantile(1 - q)
                : q == 0 ? categories() : LatticeSearch.smallest(j -> upperTail(j) <= q, 1, categories(), 1);
    }

    /** Of the numbers of the categories. */
    @Override
    public double mean() {
        double mean = 1;
        for (int j = 1; j < categories(); j++) {
            mean += upperTail(j);
        }
        return mean;
    }

    @Override
    public double variance() {
        double mean = mean();
        double variance = 0;
        for (int j = 1; j <= categories(); j++) {
            variance += (j - mean) * (j - mean) * Math.exp(logDensity(j));
        }
        return variance;
    }
}
