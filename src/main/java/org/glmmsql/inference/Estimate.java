package org.glmmsql.inference;

/**
 * A row of means, contrasts, slopes or hypotheses. What cannot be estimated is NaN.
 *
 * @param label what it is of
 * @param levels JSON object of factor, or variable, to level
 * @param df infinite for the normal distribution
 * @param note why there is no estimate; else empty
 */
public record Estimate(
        String label,
        String levels,
        double estimate,
        double stdError,
        double df,
        double statistic,
        double pValue,
        double confLow,
        double confHigh,
        String note) {
    static Estimate none(String label, String levels, String note) {
        double nan = Double.NaN;
        return new Estimate(label, levels, nan, nan, nan, nan, nan, nan, nan, note);
    }
}
