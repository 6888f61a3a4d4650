package org.glmmsql.sql;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.glmmsql.function.Argument;
import org.glmmsql.function.ModelsTable;
import org.glmmsql.function.Signature;
import org.glmmsql.function.Table;
import org.glmmsql.inference.Check;
import org.glmmsql.inference.Estimate;
import org.glmmsql.inference.Inference;
import org.glmmsql.inference.JointTest;
import org.glmmsql.inference.LinearTest;
import org.glmmsql.inference.ModelRank;
import org.glmmsql.inference.NamedModel;
import org.glmmsql.inference.Quality;
import org.glmmsql.inference.TermTests;
import org.glmmsql.inference.Vif;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultColumn;
import org.jspecify.annotations.Nullable;

/** {@code glmm_means, glmm_contrasts, glmm_slopes, glmm_test, glmm_terms, glmm_vif}: what follows from a model without its data. */
final class InferenceFunctions {
    private static final String DF =
            "df = normal | residual | satterthwaite | kenward_roger (the last two if the fit kept them; what the fit has unless given)";

    private static final String GRID =
            "weights = equal | proportional | outer | cells (of the levels that are averaged over), at = (x: 1, 2; f: 'a') (values of"
                    + " numbers, which are at their mean otherwise, two-valued ones too, and levels of factors), offset = number (instead of that of"
                    + " the model at these values), " + DF + ", conf_level = 0.95; the first is the default";

    private static final String SPEC_DOC =
            "factors whose levels are told apart, as in 'a b', and after a bar those by whose levels it is done, as in 'a | b'; a number is named with its values, by at";

    static final ModelTable<Estimate> MEANS = new ModelTable<>(
            "means",
            "means at the levels of factors (estimated marginal means): of the reference grid, all combinations of levels of the factors of the mean with numbers at their mean, averaged over the factors that are not named; random effects are 0",
            List.of(
                    Argument.text("spec", SPEC_DOC),
                    Argument.options(
                            "options",
                            "empty, or type = link | response (the inverse link of the mean, with its limits), average = link | response (means of the response are averaged, with type = response), "
                                    + GRID)),
            ", 'treatment | sex', 'type = response'",
            estimates("label", "levels before the bar, separated by spaces", "tests whether the linear predictor is 0"),
            (model, texts) -> Inference.means(model, texts.get(0), texts.get(1)));

    static final ModelTable<Estimate> CONTRASTS = new ModelTable<>(
            "contrasts",
            "contrasts of means at the levels of factors, or of slopes",
            List.of(
                    Argument.text(
                            "spec",
                            "method ~ factors | by: pairwise, revpairwise, trt.vs.ctrl (the first level is the control), consec, poly, eff (less the mean of all), or weights, as in '(-1, 0.5, 0.5) ~ dose' and 'low = (1, -1, 0), high = (0, 1, -1) ~ dose'"),
                    Argument.options(
                            "options",
                            "empty, or adjust = none | bonferroni | holm | sidak | tukey | fdr | scheffe (p-values and limits, within the levels after the bar; limits of holm and fdr are Bonferroni's), type = link | response (differences of means of the response) | ratio (e to the power of the contrast, where the link is a logarithm), average = link | response, slope = x (contrasts of slopes by x), "
                                    + GRID)),
            ", 'pairwise ~ treatment | sex', 'adjust = tukey'",
            estimates(
                    "contrast",
                    "which means, - or / between them",
                    "estimate / std_error, of the logarithm for a ratio"),
            (model, texts) -> Inference.contrasts(model, texts.get(0), texts.get(1)));

    static final ModelTable<Estimate> SLOPES = new ModelTable<>(
            "slopes",
            "slopes by a number: derivatives of the linear predictor through expressions such as I(x^2) and poly(x, 2), at the reference grid as glmm_means, averaged over the factors that are not named",
            List.of(
                    Argument.text(
                            "spec",
                            "the number, and after a bar the factors by whose levels it is done, as in 'x | b'"),
                    Argument.options(
                            "options",
                            "empty, or type = link | response (derivatives of the mean of the response), " + GRID)),
            ", 'dose | sex'",
            estimates("label", "the number", "estimate / std_error"),
            (model, texts) -> Inference.slopes(model, texts.get(0), texts.get(1)));

    static final ModelTable<LinearTest> TEST = new ModelTable<>(
            "test",
            "Wald tests of linear hypotheses on the fixed effects, a row for each and one, joint, for all at once",
            List.of(
                    Argument.text(
                            "hypotheses",
                            "as in 'a = 0, 2 b - c = 1', with names as of glmm_fixef; = 0 may be left out"),
                    Argument.options("options", "empty, or " + DF + ", conf_level = 0.95")),
            ", 'dose = 0, (Intercept) + 9 dose = 350'",
            List.of(
                    column("label", ColumnType.TEXT, r -> r.row().label(), "the hypothesis, or joint"),
                    column(
                            "estimate",
                            ColumnType.DOUBLE,
                            r -> r.row().estimate(),
                            "what is on its left less what is on its right, but for the number; NULL for joint"),
                    column("std_error", ColumnType.DOUBLE, r -> r.row().stdError(), "standard error"),
                    column(
                            "df",
                            ColumnType.DOUBLE,
                            r -> r.row().df(),
                            "degrees of freedom of t; NULL where the normal distribution is used"),
                    column(
                            "statistic",
                            ColumnType.DOUBLE,
                            r -> r.joint() == null
                                    ? r.row().statistic()
                                    : r.joint().statistic(),
                            "(estimate - number) / std_error; F for joint, or chi-squared where den_df is NULL"),
                    column(
                            "p_value",
                            ColumnType.DOUBLE,
                            r -> r.joint() == null
                                    ? r.row().pValue()
                                    : r.joint().pValue(),
                            "two-sided p-value; of F or chi-squared for joint"),
                    column("conf_low", ColumnType.DOUBLE, r -> r.row().confLow(), "lower limit of the estimate"),
                    column("conf_high", ColumnType.DOUBLE, r -> r.row().confHigh(), "upper limit"),
                    column(
                            "num_df",
                            ColumnType.INTEGER,
                            r -> r.joint() == null || r.joint().numDf() == 0
                                    ? null
                                    : (Integer) r.joint().numDf(),
                            "hypotheses of joint"),
                    column(
                            "den_df",
                            ColumnType.DOUBLE,
                            r -> r.joint() == null ? Double.NaN : r.joint().denDf(),
                            "denominator degrees of freedom of joint; NULL for chi-squared"),
                    column("note", ColumnType.TEXT, r -> r.row().note(), "why there is no estimate; else empty")),
            (model, texts) -> LinearTest.of(model, texts.get(0), texts.get(1)));

    static final ModelTable<JointTest> TERMS = new ModelTable<>(
            "terms",
            "Wald tests of the terms of the mean, F or, where den_df is NULL, chi-squared",
            List.of(Argument.options(
                    "options",
                    "empty, or type = 1 | 2 | 3: coefficients of a term adjusted for later terms, for the terms that contain it (the default), or after recoding factors by sum contrasts, numbers at 0; "
                            + DF)),
            ", 'type = 3'",
            List.of(
                    column("term", ColumnType.TEXT, JointTest::term, "as R prints it"),
                    column(
                            "statistic",
                            ColumnType.DOUBLE,
                            JointTest::statistic,
                            "F, or chi-squared where den_df is NULL"),
                    column(
                            "num_df",
                            ColumnType.INTEGER,
                            r -> r.numDf() == 0 ? null : (Integer) r.numDf(),
                            "coefficients tested"),
                    column("den_df", ColumnType.DOUBLE, JointTest::denDf, "denominator degrees of freedom"),
                    column("p_value", ColumnType.DOUBLE, JointTest::pValue, "that of F or chi-squared"),
                    column("note", ColumnType.TEXT, JointTest::note, "why there is no test; else empty")),
            (model, texts) -> TermTests.of(model, texts.get(0)));

    static final ModelTable<Vif> VIF = new ModelTable<>(
            "vif",
            "generalised variance inflation factors of the terms of the mean, from the correlations of the estimates without the intercept",
            List.of(),
            "",
            List.of(
                    column("term", ColumnType.TEXT, Vif::term, "as R prints it"),
                    column(
                            "gvif",
                            ColumnType.DOUBLE,
                            Vif::gvif,
                            "how much its correlation with other terms inflates the confidence region of its coefficients"),
                    column("df", ColumnType.INTEGER, Vif::df, "its coefficients"),
                    column(
                            "gvif_scaled",
                            ColumnType.DOUBLE,
                            Vif::scaled,
                            "gvif to the power of 1 / (2 df), comparable between terms"),
                    column("note", ColumnType.TEXT, Vif::note, "why there is none; else empty")),
            (model, texts) -> Vif.of(model));

    static final ModelTable<Quality> QUALITY = new ModelTable<>(
            "quality",
            "one row on how good a fit is: R2 of the fixed effects and of all (Nakagawa, Johnson and Schielzeth 2017), intra-class correlation, dispersion, zeros, AICc",
            List.of(
                    Argument.options(
                            "null_model",
                            "a fit with ~ 1 and the same random terms, which R2 of counts and variance = delta need; empty or left out for none"),
                    Argument.options(
                            "options",
                            "empty, or variance = theoretical | delta | lognormal | trigamma: of the distribution on the scale of the link, theoretical for binomial models and lognormal for others unless given")),
            "",
            List.of(
                    column(
                            "r2_marginal",
                            ColumnType.DOUBLE,
                            Quality::marginal,
                            "share of the variance that the fixed effects have"),
                    column(
                            "r2_conditional",
                            ColumnType.DOUBLE,
                            Quality::conditional,
                            "share of fixed and random effects"),
                    column(
                            "icc_adjusted",
                            ColumnType.DOUBLE,
                            Quality::iccAdjusted,
                            "var_random over random and residual variance"),
                    column("icc_unadjusted", ColumnType.DOUBLE, Quality::iccUnadjusted, "var_random over all"),
                    column(
                            "var_fixed",
                            ColumnType.DOUBLE,
                            Quality::varFixed,
                            "variance of the fixed part of the linear predictor"),
                    column(
                            "var_random",
                            ColumnType.DOUBLE,
                            Quality::varRandom,
                            "mean variance of the random part, with random slopes at the rows of the fit"),
                    column(
                            "var_residual",
                            ColumnType.DOUBLE,
                            Quality::varResidual,
                            "residual variance of a gaussian model"),
                    column(
                            "var_distribution",
                            ColumnType.DOUBLE,
                            Quality::varDistribution,
                            "variance of the distribution on the scale of the link; NULL for a gaussian model"),
                    column(
                            "pearson_chi2",
                            ColumnType.DOUBLE,
                            Quality::pearson,
                            "sum of squared Pearson residuals at the conditional modes"),
                    column(
                            "dispersion_ratio",
                            ColumnType.DOUBLE,
                            Quality::dispersionRatio,
                            "pearson_chi2 / (nobs - npar); NULL for a gaussian model"),
                    column(
                            "zeros_observed",
                            ColumnType.DOUBLE,
                            Quality::zerosObserved,
                            "counts that are 0; NULL for other responses"),
                    column("zeros_expected", ColumnType.DOUBLE, Quality::zerosExpected, "how many the model expects"),
                    column("aicc", ColumnType.DOUBLE, Quality::aicc, "aic + 2 k (k + 1) / (n - k - 1)"),
                    column(
                            "icc_by_group",
                            ColumnType.TEXT,
                            Quality::iccByGroup,
                            "JSON object of grouping factor to its share of random and residual variance"),
                    column("note", ColumnType.TEXT, Quality::note, "why there is no R2; else empty")),
            (model, texts) -> List.of(quality(model, texts.get(0), texts.get(1))));

    static final ModelTable<Check> CHECK = new ModelTable<>(
            "check",
            "what is worth knowing about a fit before it is used, a row for each thing that was looked at",
            List.of(),
            "",
            List.of(
                    column("checked", ColumnType.TEXT, Check::check, "what was looked at"),
                    column("found", ColumnType.DOUBLE, Check::value, "the number by which it was judged"),
                    column("verdict", ColumnType.TEXT, Check::verdict, "ok, or what is wrong in words"),
                    column("advice", ColumnType.TEXT, Check::advice, "what to do; empty for nothing")),
            (model, texts) -> Check.of(model));

    /** In the order of the manual. */
    static final List<ModelTable<?>> ALL = List.of(MEANS, CONTRASTS, SLOPES, TEST, TERMS, QUALITY, VIF, CHECK);

    private static final Argument MODELS = Argument.text(
            "models",
            "a JSON array of objects with a name and a model, as of json_group_array(json_object('name', name, 'model', model))");

    private static final Argument MODELS_QUERY =
            Argument.text("query", "one query, as text, with columns named name and model");

    static final ModelsTable COMPARE = models(
            "glmm_compare",
            List.of(),
            "models of the same rows by information criteria, the one of the smallest AICc first; a model without estimates last",
            "SELECT * FROM glmm_compare('SELECT name, model FROM candidates')",
            List.<ResultColumn<ModelRank>>of(
                    column("model", ColumnType.TEXT, ModelRank::name, "its name"),
                    column("npar", ColumnType.INTEGER, r -> r.model().npar(), "number of parameters"),
                    column("log_lik", ColumnType.DOUBLE, r -> r.model().logLik(), "maximised log-likelihood"),
                    column("aic", ColumnType.DOUBLE, r -> r.model().aic(), "-2 log_lik + 2 npar"),
                    column("aicc", ColumnType.DOUBLE, ModelRank::aicc, "aic + 2 k (k + 1) / (n - k - 1)"),
                    column("bic", ColumnType.DOUBLE, r -> r.model().bic(), "-2 log_lik + npar log(nobs)"),
                    column("delta", ColumnType.DOUBLE, ModelRank::delta, "aicc less the smallest"),
                    column(
                            "weight",
                            ColumnType.DOUBLE,
                            ModelRank::weight,
                            "exp(-delta / 2), of a sum of 1 over these models"),
                    column(
                            "note",
                            ColumnType.TEXT,
                            ModelRank::note,
                            "why it has no place among the others; else empty")),
            texts -> ModelRank.of(NamedModel.parse(texts.get(0))));

    private InferenceFunctions() {}

    private static Quality quality(FittedModel model, String second, String third) {
        boolean isModel = second.stripLeading().startsWith("{");
        FittedModel nullModel = isModel ? ModelJson.parse(second).valid() : null;
        return Quality.of(model, nullModel, isModel || second.isBlank() ? third : second);
    }

    /** @param arguments beside the models */
    static <R> ModelsTable models(
            String name,
            List<Argument> arguments,
            String doc,
            String example,
            List<ResultColumn<R>> columns,
            Function<List<String>, List<R>> rows) {
        List<Argument> ofTable =
                Stream.concat(Stream.of(MODELS), arguments.stream()).toList();
        List<Argument> ofQuery =
                Stream.concat(Stream.of(MODELS_QUERY), arguments.stream()).toList();
        Table table = new Table(
                new Signature(name, ofTable, doc, example),
                columns,
                texts -> rows.apply(texts).stream()
                        .map(row -> columns.stream().map(c -> c.valueOf(row)).toArray())
                        .toList());
        return new ModelsTable(new Signature(name, ofQuery, doc, example), table);
    }

    private static List<ResultColumn<Estimate>> estimates(String name, String label, String statistic) {
        return List.of(
                InferenceFunctions.<Estimate>column(name, ColumnType.TEXT, Estimate::label, label),
                column(
                        "levels",
                        ColumnType.TEXT,
                        Estimate::levels,
                        "JSON object of factor to level" + (name.equals("contrast") ? ", of those after the bar" : "")
                                + ", to be read as levels ->> 'sex'"),
                column(
                        "estimate",
                        ColumnType.DOUBLE,
                        Estimate::estimate,
                        "estimate; NULL where the fit cannot tell it"),
                column(
                        "std_error",
                        ColumnType.DOUBLE,
                        Estimate::stdError,
                        "standard error, by the delta method where it is not on the scale of the link"),
                column(
                        "df",
                        ColumnType.DOUBLE,
                        Estimate::df,
                        "degrees of freedom of t; NULL where the normal distribution is used"),
                column("statistic", ColumnType.DOUBLE, Estimate::statistic, statistic),
                column("p_value", ColumnType.DOUBLE, Estimate::pValue, "two-sided p-value"),
                column("conf_low", ColumnType.DOUBLE, Estimate::confLow, "lower limit of the confidence interval"),
                column("conf_high", ColumnType.DOUBLE, Estimate::confHigh, "upper limit"),
                column("note", ColumnType.TEXT, Estimate::note, "why there is no estimate; else empty"));
    }

    private static <R> ResultColumn<R> column(
            String name, ColumnType type, Function<R, @Nullable Object> value, String doc) {
        return new ResultColumn<>(name, type, value, doc);
    }
}
