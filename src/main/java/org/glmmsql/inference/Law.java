package org.glmmsql.inference;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** The laws of test statistics; infinite denominators are those of the normal distribution. */
final class Law {
    /** From here on t is normal to the last digit that is shown. */
    private static final double INFINITE = 1e9;

    private Law() {}

    static boolean isNormal(double df) {
        return df >= INFINITE;
    }

    /** Two-sided. */
    static double pValue(double t, double df) {
        return 2 * survival(Math.abs(t), df);
    }

    private static double survival(double t, double df) {
        if (Double.isNaN(t) || Double.isNaN(df)) {
            return Double.NaN;
        }
        return isNormal(df)
                ? NormalDistribution.of(0, 1).survivalProbability(t)
                : TDistribution.of(df).survivalProbability(t);
    }

    /** t with a two-sided p-value. */
    static double quantile(double pValue, double df) {
        if (Double.isNaN(df)) {
            return Double.NaN;
        }
        return isNormal(df)
                ? NormalDistribution.of(0, 1).inverseSurvivalProbability(pValue / 2)
                : TDistribution.of(df).inverseSurvivalProbability(pValue / 2);
    }

    /** That F, of a chi-squared distribution divided by q if the denominator is infinite, is larger. */
    static double pValueOfF(double f, double q, double df) {
        if (Double.isNaN(f) || Double.isNaN(df)) {
            return Double.NaN;
        }
        return isNormal(df)
                ? ChiSquaredDistribution.of(q).survivalProbability(q * f)
                : FDistribution.of(q, df).survivalProbability(f);
    }

    /** F with a p-value. */
    static double quantileOfF(double pValue, double q, double df) {
        if (Double.isNaN(df)) {
            return Double.NaN;
        }
        return isNormal(df)
                ? ChiSquaredDistribution.of(q).inverseSurvivalProbability(pValue) / q
                : FDistribution.of(q, df).inverseSurvivalProbability(pValue);
    }
}
