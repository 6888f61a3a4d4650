package org.glmmsql.family;

import org.apache.commons.numbers.gamma.RegularizedBeta;

/** Student's t about a location, by the incomplete beta function. */
final class StudentDistribution extends ContinuousDistribution {
    private final double location;
    private final double scale;
    private final double df;

    StudentDistribution(RowDensity density, double location, double scale, double df) {
        super(density);
        this.location = location;
        this.scale = scale;
        this.df = df;
    }

    /** P(T &gt; t) for t &gt;= 0: half of what is beyond t on either side. */
    private double beyond(double t) {
        double ratio = t / Math.sqrt(df);
        double square = ratio * ratio;
        // the smaller of x = df / (df + t^2) and 1 - x has all digits
        return 0.5
                * (square > 1
                        ? RegularizedBeta.value(1 / (1 + square), 0.5 * df, 0.5)
                        : RegularizedBeta.complement(square / (1 + square), 0.5, 0.5 * df));
    }

    @Override
    double lower(double y) {
        double t = (y - location) / scale;
        return t <= 0 ? beyond(-t) : 1 - beyond(t);
    }

    @Override
    double upper(double y) {
        double t = (y - location) / scale;
        return t >= 0 ? beyond(t) : 1 - beyond(-t);
    }

    @Override
    double centre() {
        return location;
    }

    @Override
    public double mean() {
        return df > 1 ? location : Double.NaN;
    }

    @Override
    public double variance() {
        return df > 2 ? scale * scale * (df / (df - 2)) : df > 1 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
}
