package org.glmmsql.sql;

import java.util.List;
import java.util.function.BiFunction;
import org.glmmsql.function.Argument;
import org.glmmsql.function.RowFunction;
import org.glmmsql.function.Scalar;
import org.glmmsql.function.Signature;
import org.glmmsql.model.ColumnType;

/** {@code glmm_predict}, {@code glmm_predict_se} and {@code glmm_predict_class}: what a model says of new rows. */
final class PredictFunctions {
    static final Scalar MEAN = scalar(
            "glmm_predict",
            ColumnType.DOUBLE,
            "the prediction for a row; NULL if one of its columns is, the model has no estimates, or the row cannot be estimated",
            "SELECT glmm_predict(f.model, '', t.x, t.shop) FROM new_rows t JOIN fits f USING (region)",
            Prediction::of);

    static final Scalar STANDARD_ERROR = scalar(
            "glmm_predict_se",
            ColumnType.DOUBLE,
            "the standard error of glmm_predict: uncertainty of the fixed effects and of the level's effects together, given the variances (by"
                    + " Henderson's equations in a linear model); of crossed factors with many levels the covariances that it needs are not all"
                    + " kept: GLMM-504 then, and terms = (g) or re = none",
            "SELECT glmm_predict_se(f.model, 'type = link', t.x, t.shop) FROM new_rows t JOIN fits f USING (region)",
            Prediction::standardErrors);

    static final Scalar CLASS = scalar(
            "glmm_predict_class",
            ColumnType.TEXT,
            "the most likely category of an ordered response for a row, as text; NULL where glmm_predict is",
            "SELECT glmm_predict_class(f.model, '', t.x, t.shop) FROM new_rows t JOIN fits f USING (region)",
            Prediction::classes);

    private PredictFunctions() {}

    private static Scalar scalar(
            String name,
            ColumnType type,
            String doc,
            String example,
            BiFunction<String, String, RowFunction> predictionOf) {
        List<Argument> arguments = List.of(
                Reading.MODEL,
                Argument.options(
                        "options",
                        "empty, or type = response | link | conditional (the mean without zeros of another kind) | zero (their share) | disp (the dispersion) | prob, level = 'high' (of an ordered response, whose probability is asked for), new_levels = population | null | error, re = all | none, terms = (g, h) (random effects of these factors only), interval = none | confidence | prediction (of glmm_predict: of the mean, or of a response) with the end that is asked for, limit = low | high, and conf_level = 0.95 (that of the model unless given), failed = null | error"
                                + " (for a model without estimates), nonestimable = null | error (for a row that breaks a relation among"
                                + " columns by which the fit dropped one), marginal = false | true (with re = none: the mean over the law of the random effects); the first is the default"),
                Argument.columns(
                        "v",
                        "the columns of the model's right-hand side, in the order in which the model text names them first; with type = disp those of dispersion = ~ too"));
        return new Scalar(
                new Signature(name, arguments, doc, example),
                type,
                texts -> predictionOf.apply(texts.get(0), texts.get(1)));
    }
}
