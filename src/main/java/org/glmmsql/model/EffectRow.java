package org.glmmsql.model;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An average over rows: of a derivative, of a difference of two predictions, or of predictions.
 *
 * @param variable that is changed, or set, in every row
 * @param contrast dY/dX, or two levels; null for predictions
 * @param level at which predictions are; null where a variable is a number, or for an effect
 * @param rows that count
 */
public record EffectRow(
        String variable,
        @Nullable String contrast,
        @Nullable String level,
        long rows,
        double estimate,
        double stdError,
        double confLevel) {
    /** The columns of {@code glmm_effects_tidy}, and the members of what {@code glmm_effects} gives. */
    public static final ResultTable<List<EffectRow>, EffectRow> TIDY = new ResultTable<>(
            "effects_tidy",
            "the rows of what glmm_effects gives: average marginal effects, or average predictions, with standard errors by the delta method and normal limits",
            rows -> rows,
            List.of(
                    column("variable", ColumnType.TEXT, EffectRow::variable, "the variable"),
                    column(
                            "contrast",
                            ColumnType.TEXT,
                            EffectRow::contrast,
                            "dY/dX of a number, or the two levels of a factor whose predictions are subtracted; NULL for average predictions"),
                    column(
                            "level",
                            ColumnType.TEXT,
                            EffectRow::level,
                            "the level that all rows have in an average prediction; else NULL"),
                    column(
                            "n",
                            ColumnType.BIGINT,
                            EffectRow::rows,
                            "rows averaged; those with NULL in a used column are left out"),
                    column("estimate", ColumnType.DOUBLE, EffectRow::estimate, "the average"),
                    column(
                            "std_error",
                            ColumnType.DOUBLE,
                            EffectRow::stdError,
                            "standard error by the delta method; of the rows nothing is random"),
                    column("df", ColumnType.DOUBLE, row -> null, "NULL: the normal distribution is used"),
                    column("statistic", ColumnType.DOUBLE, EffectRow::statistic, "estimate / std_error"),
                    column("p_value", ColumnType.DOUBLE, EffectRow::pValue, "two-sided"),
                    column("conf_low", ColumnType.DOUBLE, row -> row.limit(-1), "lower limit at conf_level"),
                    column("conf_high", ColumnType.DOUBLE, row -> row.limit(1), "upper limit")));

    private static ResultColumn<EffectRow> column(
            String name, ColumnType type, Function<EffectRow, @Nullable Object> value, String doc) {
        return new ResultColumn<>(name, type, value, doc);
    }

    double statistic() {
        return estimate / stdError;
    }

    double pValue() {
        return Wald.pValue(statistic());
    }

    /** @param errors standard errors from the estimate, in units of the quantile */
    double limit(int errors) {
        return estimate + errors * Wald.quantile(confLevel) * stdError;
    }
}
