package org.glmmsql.model;

import java.util.List;
import java.util.function.Function;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * A model without a term, beside the one with all of them.
 *
 * @param term that was left out, {@code <none>} for the model with all
 * @param bic NaN without estimates, as all numbers
 * @param statistic twice the log-likelihood that is lost; NaN for the model with all
 * @param df parameters less; NaN for the model with all
 */
public record Drop1Row(
        String term,
        int npar,
        double aic,
        double bic,
        double logLik,
        double statistic,
        double df,
        String status,
        String message) {
    /** The columns of {@code glmm_drop1}. */
    public static final ResultTable<List<Drop1Row>, Drop1Row> TIDY = new ResultTable<>(
            "drop1_tidy",
            "likelihood ratio tests of a model's terms: one row for the model, and one for each model without a term that no other term contains",
            rows -> rows,
            List.of(
                    column("term", ColumnType.TEXT, Drop1Row::term, "the term left out; <none> for the model with all"),
                    column("npar", ColumnType.INTEGER, Drop1Row::npar, "number of parameters"),
                    column("aic", ColumnType.DOUBLE, Drop1Row::aic, "-2 log_lik + 2 npar"),
                    column("bic", ColumnType.DOUBLE, Drop1Row::bic, "-2 log_lik + log(nobs) npar"),
                    column("log_lik", ColumnType.DOUBLE, Drop1Row::logLik, "log-likelihood, fitted to the same rows"),
                    column(
                            "statistic",
                            ColumnType.DOUBLE,
                            Drop1Row::statistic,
                            "twice the log-likelihood that is lost without the term"),
                    column("df", ColumnType.DOUBLE, Drop1Row::df, "parameters less"),
                    column("p_value", ColumnType.DOUBLE, Drop1Row::pValue, "by the chi-squared distribution"),
                    column("status", ColumnType.TEXT, Drop1Row::status, "of the fit, as in glmm_glance; tests need ok"),
                    column("message", ColumnType.TEXT, Drop1Row::message, "of the fit, as in glmm_glance")));

    /** As a value. */
    public static final RowsJson<Drop1Row> VALUE = new RowsJson<>("glmm_drop1_fit", "glmm_drop1_tidy", TIDY);

    /** Of the model with all terms. */
    public static Drop1Row of(FittedModel model) {
        return of("<none>", model, Double.NaN, Double.NaN);
    }

    /** Of a model without a term. */
    public static Drop1Row of(String term, FittedModel without, FittedModel model) {
        boolean tested = without.status() == Status.OK && model.status() == Status.OK && model.npar() > without.npar();
        return tested
                ? of(term, without, Math.max(0, 2 * (model.logLik() - without.logLik())), model.npar() - without.npar())
                : of(term, without, Double.NaN, Double.NaN);
    }

    private static Drop1Row of(String term, FittedModel model, double statistic, double df) {
        boolean fitted = model.status() == Status.OK;
        return new Drop1Row(
                term,
                model.npar(),
                fitted ? model.aic() : Double.NaN,
                fitted ? model.bic() : Double.NaN,
                fitted ? model.logLik() : Double.NaN,
                statistic,
                df,
                model.status().toString(),
                model.message());
    }

    double pValue() {
        return df > 0 ? ChiSquaredDistribution.of(df).survivalProbability(statistic) : Double.NaN;
    }

    private static ResultColumn<Drop1Row> column(
            String name, ColumnType type, Function<Drop1Row, Object> value, String doc) {
        return new ResultColumn<>(name, type, value::apply, doc);
    }
}
