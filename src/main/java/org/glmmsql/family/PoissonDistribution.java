package org.glmmsql.family;

import org.apache.commons.numbers.gamma.RegularizedGamma;

/** Poisson, by the incomplete gamma function. */
final class PoissonDistribution extends LatticeDistribution {
    private final double mean;

    PoissonDistribution(RowDensity density, double mean) {
        super(density);
        this.mean = mean;
    }

    @Override
    double lower(double k) {
        return RegularizedGamma.Q.value(k + 1, mean);
    }

    @Override
    double upper(double k) {
        return RegularizedGamma.P.value(k + 1, mean);
    }

    @Override
    public double mean() {
        return mean;
    }

    @Override
    public double variance() {
        return mean;
    }
}
