package org.glmmsql.sql;

import java.util.List;
import java.util.function.Function;
import org.glmmsql.function.Argument;
import org.glmmsql.function.Scalar;
import org.glmmsql.function.Signature;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;

/** {@code glmm_summary} and {@code glmm_status}: a text on a model. */
final class SummaryFunctions {
    static final Scalar SUMMARY = Scalar.ofTexts(
            new Signature(
                    "glmm_summary",
                    List.of(
                            Reading.MODEL,
                            Argument.options(
                                    "options",
                                    "empty, or correlation = false | true: the correlations of the fixed effects, too")),
                    "what a person reads about a model",
                    "SELECT glmm_summary(model) FROM fits"),
            ColumnType.TEXT,
            texts -> ModelSummary.of(ModelJson.parse(texts.get(0)), texts.get(1)));

    static final Scalar STATUS = scalar(
            "glmm_status",
            "how the fit ended, as in glmm_glance: ok, or why there are no estimates",
            "SELECT region FROM fits WHERE glmm_status(model) <> 'ok'",
            model -> model.status().toString());

    private SummaryFunctions() {}

    private static Scalar scalar(String name, String doc, String example, Function<FittedModel, String> body) {
        return Scalar.ofTexts(
                new Signature(name, List.of(Reading.MODEL), doc, example),
                ColumnType.TEXT,
                texts -> body.apply(ModelJson.parse(texts.get(0))));
    }
}
