package org.glmmsql.model;

/**
 * An estimate on the scale of the linear predictor with its Wald inference; NaN where a column was dropped or nothing can be said.
 *
 * @param df degrees of freedom of the t distribution, infinite for z
 */
public record Coefficient(
        String term,
        double estimate,
        double stdError,
        double df,
        double statistic,
        double pValue,
        double confLow,
        double confHigh) {
    /** The same with other limits. */
    public Coefficient with(double low, double high) {
        return new Coefficient(term, estimate, stdError, df, statistic, pValue, low, high);
    }
}
