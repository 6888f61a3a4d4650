package org.glmmsql.family;

import org.apache.commons.numbers.gamma.RegularizedBeta;

/** Negative binomial of any shape, by the incomplete beta function. */
final class NegativeBinomialDistribution extends LatticeDistribution {
    private final double mean;
    private final double shape;

    /** @param shape mean^2 / (variance - mean) */
    NegativeBinomialDistribution(RowDensity density, double mean, double shape) {
        super(density);
        this.mean = mean;
        this.shape = shape;
    }

    /** What is left of one trial, in the form that keeps the digits of the smaller part. */
    @Override
    double lower(double k) {
        return mean <= shape
                ? RegularizedBeta.complement(mean / (mean + shape), k + 1, shape)
                : RegularizedBeta.value(shape / (mean + shape), shape, k + 1);
    }

    @Override
    double upper(double k) {
        return mean <= shape
                ? RegularizedBeta.value(mean / (mean + shape), k + 1, shape)
                : RegularizedBeta.complement(shape / (mean + shape), shape, k + 1);
    }

    @Override
    public double mean() {
        return mean;
    }

    @Override
    public double variance() {
        return mean + mean * mean / shape;
    }
}
