package org.glmmsql.model;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** Tests and limits by the normal distribution. */
final class Wald {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private Wald() {}

    /** Half the width of limits in standard errors. */
    static double quantile(double confLevel) {
        return STANDARD.inverseSurvivalProbability((1 - confLevel) / 2);
    }

    /** Two-sided. */
    static double pValue(double statistic) {
        return 2 * STANDARD.survivalProbability(Math.abs(statistic));
    }
}
