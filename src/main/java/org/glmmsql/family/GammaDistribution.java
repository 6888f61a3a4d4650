package org.glmmsql.family;

import org.apache.commons.numbers.gamma.RegularizedGamma;

/** Gamma, by the incomplete gamma function. */
final class GammaDistribution extends ContinuousDistribution {
    private final double mean;
    private final double shape;

    GammaDistribution(RowDensity density, double mean, double shape) {
        super(density);
        this.mean = mean;
        this.shape = shape;
    }

    @Override
    double lower(double y) {
        return RegularizedGamma.P.value(shape, shape * y / mean);
    }

    @Override
    double upper(double y) {
        return RegularizedGamma.Q.value(shape, shape * y / mean);
    }

    @Override
    double centre() {
        return mean;
    }

    @Override
    public double mean() {
        return mean;
    }

    @Override
    public double variance() {
        return mean * mean / shape;
    }
}
