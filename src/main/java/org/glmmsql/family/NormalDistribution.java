package org.glmmsql.family;

import org.glmmsql.special.Stirling;

/** Normal, by the error function. */
record NormalDistribution(double mean, double sd) implements Distribution {
    private org.apache.commons.statistics.distribution.NormalDistribution standard() {
        return org.apache.commons.statistics.distribution.NormalDistribution.of(0, 1);
    }

    @Override
    public boolean discrete() {
        return false;
    }

    @Override
    public double logDensity(double y) {
        double z = (y - mean) / sd;
        return -0.5 * z * z - Math.log(sd) - Stirling.HALF_LOG_2PI;
    }

    @Override
    public double cdf(double y) {
        return standard().cumulativeProbability((y - mean) / sd);
    }

    @Override
    public double upperTail(double y) {
        return standard().survivalProbability((y - mean) / sd);
    }

    @Override
    public double quantile(double p) {
        return mean + sd * standard().inverseCumulativeProbability(Distribution.checkedProbability(p));
    }

    @Override
    public double upperQuantile(double q) {
        return mean + sd * standard().inverseSurvivalProbability(Distribution.checkedProbability(q));
    }

    @Override
    public double variance() {
        return sd * sd;
    }
}
