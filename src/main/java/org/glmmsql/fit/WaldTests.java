package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.DegreesOfFreedom;

/** Wald inference on coefficients with limits at a level of confidence. */
record WaldTests(double confLevel) {
    /**
     * @param kept the names that have an estimate
     * @param triangle of covariances, those of the estimates from a place on
     * @param df of each of the estimates
     */
    List<Coefficient> coefficients(
            List<String> names,
            List<String> kept,
            double[] estimates,
            double[][] triangle,
            int from,
            DegreesOfFreedom tests) {
        List<Coefficient> rows = new ArrayList<>();
        for (String name : names) {
            int k = kept.indexOf(name);
            if (k < 0) {
                double nan = Double.NaN;
                rows.add(new Coefficient(name, nan, nan, nan, nan, nan, nan, nan));
                continue;
            }
            double se = Math.sqrt(triangle[from + k][from + k]);
            double statistic = estimates[k] / se;
            double[] unit = new double[kept.size()];
            unit[k] = 1;
            double df = tests.ofContrast(unit);
            double quantile = quantile(df);
            rows.add(new Coefficient(
                    name,
                    estimates[k],
                    se,
                    df,
                    statistic,
                    2 * reference(df).survivalProbability(Math.abs(statistic)),
                    estimates[k] - quantile * se,
                    estimates[k] + quantile * se));
        }
        return rows;
    }

    private static ContinuousDistribution reference(double df) {
        return df > 0 && df < 1e9 ? TDistribution.of(df) : NormalDistribution.of(0, 1);
    }

    /** Half the width of limits in standard errors. */
    double quantile(double df) {
        return reference(df).inverseSurvivalProbability((1 - confLevel) / 2);
    }
}
