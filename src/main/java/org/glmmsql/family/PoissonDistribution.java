package org.glmmsql.family;

import org.apache.commons.numbers.gamma.RegularizedGamma;

/** Poisson, by the incomplete gamma function. */
final class PoissonDistribution extends LatticeDistribution {
    private static final int FEW = 20;
    private static final double SMALL = 20;

    private final double mean;

    PoissonDistribution(RowDensity density, double mean) {
        super(density);
        this.mean = mean;
    }

    /** Few terms of about one size cost less than the incomplete gamma function, and lose as little. */
    @Override
    double lower(double k) {
        if (k <= FEW && mean <= SMALL) {
            double term = 1;
            double sum = 1;
            for (int j = 1; j <= k; j++) {
                term *= mean / j;
                sum += term;
            }
            return Math.exp(-mean) * sum;
        }
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
