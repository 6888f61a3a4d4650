package org.glmmsql.family;

import org.apache.commons.numbers.gamma.RegularizedBeta;

/** Beta, by the incomplete beta function; or a share of it, beside masses at 0 and 1. */
final class BetaDistribution extends ContinuousDistribution {
    private final double mean;
    private final double a;
    private final double b;
    private final double between;

    /** @param mean of the beta distribution, phi its precision */
    BetaDistribution(RowDensity density, double mean, double phi) {
        super(density);
        this.mean = mean;
        this.a = mean * phi;
        this.b = (1 - mean) * phi;
        this.between = 1 - lowMass() - highMass();
    }

    @Override
    double lower(double y) {
        return lowMass() + between * RegularizedBeta.value(y, a, b);
    }

    @Override
    double upper(double y) {
        return highMass() + between * RegularizedBeta.complement(y, a, b);
    }

    @Override
    double centre() {
        return mean;
    }

    @Override
    public double mean() {
        return highMass() + between * mean;
    }

    @Override
    public double variance() {
        double square = mean * mean + mean * (1 - mean) / (1 + a + b);
        return highMass() + between * square - mean() * mean();
    }
}
