package org.glmmsql.model;

import java.util.List;
import java.util.function.Function;
import org.glmmsql.formula.ResidualPart;
import org.jspecify.annotations.Nullable;

/**
 * The one definition of a reader's columns. The SQL columns and the members of the stored rows have these names.
 *
 * @param name as in {@code glmm_<name>}
 * @param doc one sentence for the manual
 * @param rows what a source (a model, or a comparison of models) has to say
 * @param <S> source
 * @param <R> one row
 */
public record ResultTable<S, R>(String name, String doc, Function<S, List<R>> rows, List<ResultColumn<R>> columns) {

    private static final String COMPONENT =
            "cond (the mean), zero (zeros of another kind), disp (the dispersion), shape (a further parameter), cutpoint (of ordbeta), or"
                    + " threshold (between ordered categories)";

    public static final ResultTable<FittedModel, TidyRow> FIXEF = new ResultTable<>(
            "fixef",
            "coefficients on the scale of their linear predictors, with Wald inference: fixed effects of the mean, then those of the other"
                    + " parameters that have some, told apart by component",
            TidyRow::fixed,
            List.of(
                    column(
                            "term",
                            ColumnType.TEXT,
                            r -> r.coefficient().term(),
                            "name of the column of the model matrix, as R prints it"),
                    column(
                            "estimate",
                            ColumnType.DOUBLE,
                            r -> r.coefficient().estimate(),
                            "estimate; NULL for a column dropped because others determine it"),
                    column("std_error", ColumnType.DOUBLE, r -> r.coefficient().stdError(), "standard error"),
                    column(
                            "df",
                            ColumnType.DOUBLE,
                            r -> r.coefficient().df(),
                            "degrees of freedom of the t distribution; NULL where the normal one is used"),
                    column("statistic", ColumnType.DOUBLE, r -> r.coefficient().statistic(), "estimate / std_error"),
                    column("p_value", ColumnType.DOUBLE, r -> r.coefficient().pValue(), "two-sided p-value"),
                    column(
                            "conf_low",
                            ColumnType.DOUBLE,
                            r -> r.coefficient().confLow(),
                            "lower limit of the confidence interval at conf_level, of the kind that conf says"),
                    column("conf_high", ColumnType.DOUBLE, r -> r.coefficient().confHigh(), "upper limit"),
                    column("component", ColumnType.TEXT, TidyRow::component, COMPONENT)));

    public static final ResultTable<FittedModel, TidyRow> TIDY = new ResultTable<>(
            "tidy",
            "all parameters in one layout: fixed effects, coefficients of log dispersion, standard deviations and correlations",
            TidyRow::of,
            List.of(
                    column("effect", ColumnType.TEXT, TidyRow::effect, "fixed or ran_pars"),
                    column("component", ColumnType.TEXT, TidyRow::component, COMPONENT),
                    column(
                            "group_name",
                            ColumnType.TEXT,
                            TidyRow::group,
                            "grouping factor, Residual, or NULL for a fixed effect"),
                    column(
                            "term",
                            ColumnType.TEXT,
                            r -> r.coefficient().term(),
                            "name; sd__x and cor__x.z for standard deviations and correlations, lambda__x before the sd of v for a law that is not normal; sd__Observation for the residual, phi for that of a family that is not gaussian"),
                    column("estimate", ColumnType.DOUBLE, r -> r.coefficient().estimate(), "estimate"),
                    column("std_error", ColumnType.DOUBLE, r -> r.coefficient().stdError(), "standard error"),
                    column("df", ColumnType.DOUBLE, r -> r.coefficient().df(), "as in glmm_fixef"),
                    column("statistic", ColumnType.DOUBLE, r -> r.coefficient().statistic(), "as in glmm_fixef"),
                    column("p_value", ColumnType.DOUBLE, r -> r.coefficient().pValue(), "as in glmm_fixef"),
                    column(
                            "conf_low",
                            ColumnType.DOUBLE,
                            r -> r.coefficient().confLow(),
                            "lower limit at conf_level, of the kind that conf says; Wald's are symmetric on the scale of the estimate for fixed effects, of log for standard deviations, of atanh for correlations"),
                    column("conf_high", ColumnType.DOUBLE, r -> r.coefficient().confHigh(), "upper limit")));

    public static final ResultTable<FittedModel, RanefRow> RANEF = new ResultTable<>(
            "ranef",
            "conditional modes of the random effects",
            RanefRow::of,
            List.of(
                    column("group_name", ColumnType.TEXT, RanefRow::group, "grouping factor"),
                    column("level", ColumnType.TEXT, RanefRow::level, "its level"),
                    column("term", ColumnType.TEXT, RanefRow::term, "which coefficient varies"),
                    column(
                            "estimate",
                            ColumnType.DOUBLE,
                            RanefRow::estimate,
                            "conditional mode on the scale of the linear predictor"),
                    column(
                            "std_error",
                            ColumnType.DOUBLE,
                            RanefRow::stdError,
                            "conditional standard deviation given the parameters"),
                    column(
                            "u",
                            ColumnType.DOUBLE,
                            RanefRow::u,
                            "the mode on the random effect's own scale, such as e^estimate for gamma(log); the estimate itself for a normal law"),
                    column(
                            "u_std_error",
                            ColumnType.DOUBLE,
                            RanefRow::uStdError,
                            "its standard error by the delta method"),
                    column(
                            "component",
                            ColumnType.TEXT,
                            RanefRow::component,
                            "what the effects are part of, as in glmm_tidy")));

    public static final ResultTable<FittedModel, VarCorr> VARCORR = new ResultTable<>(
            "varcorr",
            "variances, covariances and the residual: phi and its root where the family is not gaussian",
            FittedModel::varCorr,
            List.of(
                    column("group_name", ColumnType.TEXT, VarCorr::group, "grouping factor, or Residual"),
                    column(
                            "law",
                            ColumnType.TEXT,
                            VarCorr::law,
                            "law of the random effects; in the row Residual the family, or normal for gaussian"),
                    column(
                            "term1",
                            ColumnType.TEXT,
                            VarCorr::term1,
                            "which coefficient varies, or at which position; or the name of a number such as rho or range"),
                    column(
                            "term2",
                            ColumnType.TEXT,
                            VarCorr::term2,
                            "NULL for a variance and for a number with a name, the other coefficient for a covariance"),
                    column(
                            "variance",
                            ColumnType.DOUBLE,
                            VarCorr::variance,
                            "variance or covariance; for a law that is not normal the same as lambda; NULL for a number with a name, or a correlation of residuals"),
                    column(
                            "sd_or_corr",
                            ColumnType.DOUBLE,
                            VarCorr::sdOrCorr,
                            "square root of the variance (of lambda for a law that is not normal), the correlation, or the number that term1 names"),
                    column("std_error", ColumnType.DOUBLE, VarCorr::stdError, "standard error of sd_or_corr"),
                    column(
                            "lambda",
                            ColumnType.DOUBLE,
                            VarCorr::lambda,
                            "parameter of a law that is not normal; NULL for a normal one, as the next"),
                    column(
                            "var_u",
                            ColumnType.DOUBLE,
                            VarCorr::varianceOfU,
                            "variance of u, the effect on the law's own scale, that lambda implies; NULL where it is infinite"),
                    column(
                            "sd_v",
                            ColumnType.DOUBLE,
                            VarCorr::sd,
                            "standard deviation of v, the effect on the linear predictor, for every law; NULL for a covariance"),
                    column(
                            "component",
                            ColumnType.TEXT,
                            VarCorr::component,
                            "what the effects are part of, as in glmm_tidy")));

    public static final ResultTable<FittedModel, FittedModel> GLANCE = new ResultTable<>(
            "glance",
            "one row on the whole model",
            List::of,
            List.of(
                    column(
                            "status",
                            ColumnType.TEXT,
                            m -> m.status().toString(),
                            "ok, or what is wrong with the fit: see [Statuses](#statuses)"),
                    column("message", ColumnType.TEXT, FittedModel::message, "what to know or to do; empty if nothing"),
                    column("nobs", ColumnType.INTEGER, FittedModel::nobs, "rows used"),
                    column("n_dropped", ColumnType.BIGINT, FittedModel::nDropped, "rows left out because of NULL"),
                    column(
                            "n_groups",
                            ColumnType.INTEGER,
                            ResultTable::fewestLevels,
                            "levels of the grouping factor that has fewest; 0 without random effects"),
                    column("family", ColumnType.TEXT, FittedModel::family, "distribution of the response"),
                    column("link", ColumnType.TEXT, FittedModel::link, "link function"),
                    column(
                            "method",
                            ColumnType.TEXT,
                            FittedModel::method,
                            "ML (the default, for gaussian models too), REML, ..."),
                    column(
                            "nagq",
                            ColumnType.INTEGER,
                            FittedModel::nagq,
                            "quadrature points; 1 is the Laplace approximation"),
                    column(
                            "log_lik",
                            ColumnType.DOUBLE,
                            FittedModel::logLik,
                            "maximised log-likelihood with all constants (restricted for REML)"),
                    column("aic", ColumnType.DOUBLE, FittedModel::aic, "-2 log_lik + 2 npar"),
                    column("bic", ColumnType.DOUBLE, FittedModel::bic, "-2 log_lik + npar log(nobs)"),
                    column("deviance", ColumnType.DOUBLE, FittedModel::deviance, "-2 log_lik"),
                    column(
                            "sigma",
                            ColumnType.DOUBLE,
                            FittedModel::sigma,
                            "residual standard deviation, or root of the phi that variances are proportional to; NULL for a family that has neither"),
                    column("df_residual", ColumnType.DOUBLE, FittedModel::dfResidual, "nobs - npar"),
                    column(
                            "converged",
                            ColumnType.BOOLEAN,
                            m -> m.convergence().converged(),
                            "whether the maximum was reached"),
                    column(
                            "is_singular",
                            ColumnType.BOOLEAN,
                            m -> m.convergence().singular(),
                            "whether a variance, or that of a combination of effects, is 0; message says which"),
                    column(
                            "grad_max",
                            ColumnType.DOUBLE,
                            m -> m.convergence().gradMax(),
                            "largest absolute gradient at the maximum"),
                    column(
                            "hess_cond",
                            ColumnType.DOUBLE,
                            m -> m.convergence().hessCond(),
                            "condition number of the information"),
                    column(
                            "iterations",
                            ColumnType.INTEGER,
                            m -> m.convergence().iterations(),
                            "of the optimizer"),
                    column(
                            "evaluations",
                            ColumnType.INTEGER,
                            m -> m.convergence().evaluations(),
                            "of the log-likelihood"),
                    column("version", ColumnType.TEXT, FittedModel::version, "of glmm-sql that fitted the model"),
                    column(
                            "residual",
                            ColumnType.TEXT,
                            ResultTable::residual,
                            "how residuals are correlated, as ar1(time | subject); empty where they are independent"),
                    column(
                            "h",
                            ColumnType.DOUBLE,
                            m -> m.hLikelihoods().get("h"),
                            "h-likelihood; NULL, as the next three, where the method does not use it"),
                    column(
                            "p_v",
                            ColumnType.DOUBLE,
                            m -> m.hLikelihoods().get("p_v"),
                            "h adjusted for the random effects"),
                    column(
                            "p_beta_v",
                            ColumnType.DOUBLE,
                            m -> m.hLikelihoods().get("p_beta_v"),
                            "h adjusted for random and fixed effects"),
                    column("caic", ColumnType.DOUBLE, m -> m.hLikelihoods().get("caic"), "conditional AIC")));

    public static final ResultTable<ModelComparison, ModelComparison.Row> ANOVA = new ResultTable<>(
            "anova",
            "likelihood ratio test of two models of the same rows, the smaller one first",
            ModelComparison::rows,
            List.of(
                    column("npar", ColumnType.INTEGER, r -> r.model().npar(), "number of parameters"),
                    column("aic", ColumnType.DOUBLE, r -> r.model().aic(), "-2 log_lik + 2 npar"),
                    column("bic", ColumnType.DOUBLE, r -> r.model().bic(), "-2 log_lik + npar log(nobs)"),
                    column("log_lik", ColumnType.DOUBLE, r -> r.model().logLik(), "maximised log-likelihood"),
                    column(
                            "statistic",
                            ColumnType.DOUBLE,
                            ModelComparison.Row::statistic,
                            "twice the gain in log-likelihood; NULL for the smaller model"),
                    column(
                            "df",
                            ColumnType.DOUBLE,
                            ModelComparison.Row::df,
                            "additional parameters; NULL for the smaller model"),
                    column(
                            "p_value",
                            ColumnType.DOUBLE,
                            ModelComparison.Row::pValue,
                            "of the chi-squared distribution; conservative for a variance"),
                    column("model", ColumnType.TEXT, r -> r.model().modelText(), "the model text"),
                    column(
                            "note",
                            ColumnType.TEXT,
                            ModelComparison.Row::note,
                            "GLMM-403 and why the smaller model is not nested in the larger, which then have no test; else empty"),
                    column(
                            "p_mixture",
                            ColumnType.DOUBLE,
                            ModelComparison.Row::mixture,
                            "with mixture = true that of one more variance, whose bound at 0 makes the distribution a mixture of two; NULL otherwise")));

    /** The tables of a model that are stored in it. */
    public static final List<ResultTable<FittedModel, ?>> STORED = List.of(TIDY, FIXEF, RANEF, VARCORR, GLANCE);

    /** Values by row and column, as {@link ResultColumn#valueOf} gives them. */
    public List<Object[]> values(S source) {
        return rows.apply(source).stream()
                .map(row -> columns.stream().map(c -> c.valueOf(row)).toArray())
                .toList();
    }

    private static <R> ResultColumn<R> column(
            String name, ColumnType type, Function<R, @Nullable Object> value, String doc) {
        return new ResultColumn<>(name, type, value, doc);
    }

    private static String residual(FittedModel model) {
        ResidualPart residual = model.residual();
        return residual == null ? "" : residual.text();
    }

    private static int fewestLevels(FittedModel model) {
        return model.groups().values().stream()
                .mapToInt(Integer::intValue)
                .min()
                .orElse(0);
    }
}
