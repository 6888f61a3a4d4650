package org.glmmsql.family;

/**
 * A share of zeros beside another distribution of responses that are not negative: zero inflation where that has zeros of its own, a
 * hurdle where it has none.
 */
final class WithZerosDistribution implements Distribution {
    private final Distribution others;
    private final double logitZero;
    private final double zero;
    private final double notZero;

    /** @param logitZero log odds of a zero of the other kind */
    WithZerosDistribution(Distribution others, double logitZero) {
        LogitLink logit = new LogitLink();
        this.others = others;
        this.logitZero = logitZero;
        this.zero = logit.mu(logitZero);
        this.notZero = logit.mu(-logitZero);
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    @Override
    public boolean discrete() {
        return others.discrete();
    }

    @Override
    public double logDensity(double y) {
        double logNotZero = -softplus(logitZero);
        double other = others.logDensity(y);
        return y == 0 ? logNotZero + logitZero + softplus(other - logitZero) : logNotZero + other;
    }

    @Override
    public double cdf(double y) {
        return y < 0 ? 0 : zero + notZero * others.cdf(y);
    }

    @Override
    public double upperTail(double y) {
        return y < 0 ? 1 : notZero * others.upperTail(y);
    }

    @Override
    public double quantile(double p) {
        if (Distribution.checkedProbability(p) > 0.5) {
            return upperQuantile(1 - p);
        }
        return p <= cdf(0) ? 0 : smallest(others.quantile((p - zero) / notZero), y -> cdf(y) >= p);
    }

    @Override
    public double upperQuantile(double q) {
        if (Distribution.checkedProbability(q) > 0.5) {
            return quantile(1 - q);
        }
        return q >= upperTail(0) ? 0 : smallest(others.upperQuantile(q / notZero), y -> upperTail(y) <= q);
    }

    /** A count, up to the rounding of the share. */
    private double smallest(double y, java.util.function.DoublePredicate reached) {
        return discrete() ? LatticeSearch.smallest(reached, 0, Double.POSITIVE_INFINITY, y) : y;
    }

    @Override
    public double mean() {
        return notZero * others.mean();
    }

    @Override
    public double variance() {
        return notZero * (others.variance() + zero * others.mean() * others.mean());
    }
}
