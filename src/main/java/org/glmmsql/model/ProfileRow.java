package org.glmmsql.model;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A point of the profile of a number that a model tells.
 *
 * @param component as in {@link TidyRow}
 * @param group null for a coefficient
 * @param value the number is held at
 * @param zeta signed root of twice the log-likelihood lost
 * @param logLik maximised over everything else
 */
public record ProfileRow(
        String component, @Nullable String group, String term, double value, double zeta, double logLik) {
    /** The columns of {@code glmm_profile}. */
    public static final ResultTable<List<ProfileRow>, ProfileRow> TIDY = new ResultTable<>(
            "profile_tidy",
            "profile likelihood of every parameter: up to four values on each side of the estimate, equally far apart up to the limit at conf_level",
            rows -> rows,
            List.of(
                    column(
                            "effect",
                            ColumnType.TEXT,
                            row -> row.group == null ? "fixed" : "ran_pars",
                            "fixed or ran_pars"),
                    column("component", ColumnType.TEXT, ProfileRow::component, "as in glmm_tidy"),
                    column("group_name", ColumnType.TEXT, ProfileRow::group, "as in glmm_tidy"),
                    column(
                            "term",
                            ColumnType.TEXT,
                            ProfileRow::term,
                            "as in glmm_tidy, but root_phi and root_lambda__x for the roots of phi and lambda"),
                    column("held_at", ColumnType.DOUBLE, ProfileRow::value, "what the parameter is held at"),
                    column(
                            "zeta",
                            ColumnType.DOUBLE,
                            ProfileRow::zeta,
                            "root of twice the log-likelihood lost, negative below the estimate: a straight line where Wald's limits are those of the profile"),
                    column(
                            "log_lik",
                            ColumnType.DOUBLE,
                            ProfileRow::logLik,
                            "log-likelihood maximised over all other parameters")));

    /** As a value. */
    public static final RowsJson<ProfileRow> VALUE = new RowsJson<>("glmm_profile_fit", "glmm_profile_tidy", TIDY);

    private static ResultColumn<ProfileRow> column(
            String name, ColumnType type, Function<ProfileRow, @Nullable Object> value, String doc) {
        return new ResultColumn<>(name, type, value, doc);
    }
}
