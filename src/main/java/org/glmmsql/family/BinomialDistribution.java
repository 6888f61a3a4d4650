package org.glmmsql.family;

import org.apache.commons.numbers.gamma.RegularizedBeta;

/** The share of successes, by the incomplete beta function. */
final class BinomialDistribution extends LatticeDistribution {
    private final double trials;
    private final double success;
    private final double failure;

    /** @param failure 1 - success, to its last digit */
    BinomialDistribution(RowDensity density, double trials, double success, double failure) {
        super(density);
        this.trials = trials;
        this.success = success;
        this.failure = failure;
    }

    @Override
    double lower(double k) {
        return success <= failure
                ? RegularizedBeta.complement(success, k + 1, trials - k)
                : RegularizedBeta.value(failure, trials - k, k + 1);
    }

    @Override
    double upper(double k) {
        return success <= failure
                ? RegularizedBeta.value(success, k + 1, trials - k)
                : RegularizedBeta.complement(failure, trials - k, k + 1);
    }

    @Override
    public double mean() {
        return success;
    }

    @Override
    public double variance() {
        return success * failure / trials;
    }
}
