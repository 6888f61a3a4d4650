package org.glmmsql.family;

import java.util.function.DoubleUnaryOperator;

/**
 * What distributions with a density share, those with a mass at an end of their interval too: quantiles, by Newton's iteration for the
 * logarithm of the nearer tail, which is kept in a bracket.
 */
abstract class ContinuousDistribution implements Distribution {
    private static final int ITERATIONS = 300;

    final RowDensity density;
    final Support support;
    final Coordinate coordinate;

    ContinuousDistribution(RowDensity density) {
        this.density = density;
        this.support = density.support();
        this.coordinate = Coordinate.of(support);
    }

    /** P(Y &lt;= y) for a y strictly inside. */
    abstract double lower(double y);

    /** P(Y &gt; y) for a y strictly inside. */
    abstract double upper(double y);

    /** A value among the likely ones, from which quantiles are searched. */
    abstract double centre();

    @Override
    public final boolean discrete() {
        return false;
    }

    @Override
    public final double logDensity(double y) {
        return density.at(y);
    }

    final double lowMass() {
        return support.lowMass() ? Math.exp(density.at(support.low())) : 0;
    }

    final double highMass() {
        return support.highMass() ? Math.exp(density.at(support.high())) : 0;
    }

    @Override
    public final double cdf(double y) {
        return y < support.low() ? 0 : y == support.low() ? lowMass() : y >= support.high() ? 1 : Math.min(1, lower(y));
    }

    @Override
    public final double upperTail(double y) {
        return y < support.low()
                ? 1
                : y == support.low() ? 1 - lowMass() : y >= support.high() ? 0 : Math.min(1, upper(y));
    }

    @Override
    public final double quantile(double p) {
        if (Distribution.checkedProbability(p) > 0.5) {
            return upperQuantile(1 - p);
        }
        return p <= lowMass() ? support.low() : root(p, this::lower, 1);
    }

    @Override
    public final double upperQuantile(double q) {
        if (Distribution.checkedProbability(q) > 0.5) {
            return quantile(1 - q);
        }
        return q == 0 || q < highMass()
                ? support.high()
                : q >= 1 - lowMass() ? support.low() : root(q, this::upper, -1);
    }

    /** The y whose tail is as large. @param sign 1 for a tail that grows with y, -1 for one that falls */
    private double root(double probability, DoubleUnaryOperator tail, int sign) {
        double target = Math.log(probability);
        double low = coordinate.lowest;
        double high = coordinate.highest;
        double x = coordinate.within(support, centre());
        double widening = 1;
        boolean lowKnown = false;
        boolean highKnown = false;
        for (int i = 0; i < ITERATIONS; i++) {
            double y = coordinate.y(support, x);
            double p = tail.applyAsDouble(y);
            double excess = sign * (Math.log(p) - target);
            if (excess == 0) {
                return y;
            }
            if (excess > 0) {
                high = x;
                highKnown = true;
            } else {
                low = x;
                lowKnown = true;
            }
            double slope = Math.exp(density.at(y) + coordinate.logSlope(support, x) - Math.log(p));
            double next = x - excess / slope;
            if (!(next > low && next < high)) {
                next = lowKnown && highKnown ? low + (high - low) / 2 : x - Math.copySign(widening, excess);
                widening *= 2;
                next = Math.max(coordinate.lowest, Math.min(coordinate.highest, next));
            }
            double smallest = 2 * Math.ulp(x);
            if (next == x || Math.abs(next - x) <= smallest || high - low <= smallest) {
                return coordinate.y(support, next);
            }
            x = next;
        }
        return coordinate.y(support, x);
    }
}
