package org.glmmsql.family;

/** What distributions on a lattice share: quantiles by search of the tails. The values are k step, k whole numbers. */
abstract class LatticeDistribution implements Distribution {
    private final RowDensity density;
    final Support support;

    LatticeDistribution(RowDensity density) {
        this.density = density;
        this.support = density.support();
    }

    /** P(K &lt;= k) for a k between the lowest and the highest. */
    abstract double lower(double k);

    /** P(K &gt; k) for a k between the lowest and the highest. */
    abstract double upper(double k);

    @Override
    public final boolean discrete() {
        return true;
    }

    @Override
    public final double logDensity(double y) {
        double value = step(number(y));
        return value == y ? density.at(y) : Double.NEGATIVE_INFINITY;
    }

    /** log P(K = k) for k = from, from + 1, ... */
    final double[] logProbabilities(double from, int n) {
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = step(from + i);
        }
        return density.at(y);
    }

    /** The value of number k. A share is a quotient, so that it is the double nearest to it. */
    private double step(double k) {
        return support.step() == 1 ? k : k / trials();
    }

    private double trials() {
        return Math.rint(1 / support.step());
    }

    /** The number of the value y, or of the one nearest to it. */
    private double number(double y) {
        return Math.rint(support.step() == 1 ? y : y * trials());
    }

    /** The number of the largest value that is no more than y. */
    private double floor(double y) {
        double k = number(y);
        return step(k) <= y ? k : k - 1;
    }

    final double lowest() {
        return number(support.low());
    }

    final double highest() {
        return number(support.high());
    }

    @Override
    public final double cdf(double y) {
        double k = floor(y);
        return k < lowest() ? 0 : k >= highest() ? 1 : Math.min(1, lower(k));
    }

    @Override
    public final double upperTail(double y) {
        double k = floor(y);
        return k < lowest() ? 1 : k >= highest() ? 0 : Math.min(1, upper(k));
    }

    @Override
    public final double quantile(double p) {
        if (Distribution.checkedProbability(p) > 0.5) {
            return upperQuantile(1 - p);
        }
        return p == 0
                ? support.low()
                : step(LatticeSearch.smallest(k -> cdf(step(k)) >= p, lowest(), highest(), number(mean())));
    }

    @Override
    public final double upperQuantile(double q) {
        if (Distribution.checkedProbability(q) > 0.5) {
            return quantile(1 - q);
        }
        return q == 0
                ? support.high()
                : step(LatticeSearch.smallest(k -> upperTail(step(k)) <= q, lowest(), highest(), number(mean())));
    }
}
