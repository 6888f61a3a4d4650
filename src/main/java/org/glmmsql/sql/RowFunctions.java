package org.glmmsql.sql;

import java.util.List;
import org.glmmsql.frame.Column;
import org.glmmsql.function.Argument;
import org.glmmsql.function.Scalar;
import org.glmmsql.function.Signature;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.Influence;
import org.glmmsql.model.ResidualOptions;
import org.glmmsql.model.Residuals;
import org.glmmsql.model.SimulateOptions;
import org.glmmsql.model.Simulator;

/** {@code glmm_residual} and {@code glmm_simulate}: a row's response against its model, and a response from it. */
final class RowFunctions {
    static final Scalar RESIDUAL = new Scalar(
            new Signature(
                    "glmm_residual",
                    List.of(
                            Reading.MODEL,
                            Argument.options(
                                    "options",
                                    "empty, or type = response (y - mean) | pearson (over the root of its variance; a dispersion that is the same for"
                                            + " all rows is left out, as in R) | deviance | working | quantile (where y lies in its distribution); re = all |"
                                            + " none, terms = (g, h) (random effects of these factors only), marginal = false | true (with re = none: the mean,"
                                            + " or the distribution, averaged over the law of the random effects), new_levels, failed, nonestimable as in"
                                            + " glmm_predict; of quantile residuals scale = normal | uniform, and where a response has a probability of"
                                            + " its own, the number that chooses within it: uniform = 0.5, or uniform = a column, which comes first; else it is"
                                            + " drawn from seed = 1 and the row's own values, with key = a column, which comes first, that tells rows apart"
                                            + " that are the same"),
                            Argument.columns(
                                    "v", "the columns of glmm_fit, in its order: those of the response first")),
                    "what a row's response leaves of a model; the same number on every engine; NULL if a column is, the model has no estimates, or"
                            + " the row cannot be estimated",
                    "SELECT glmm_residual(f.model, 'type = quantile, seed = 1', t.y, t.x, t.shop) FROM sales t JOIN fits f USING (region)"),
            ColumnType.DOUBLE,
            texts -> {
                Residuals residuals =
                        Residuals.of(Prediction.predictor(texts.get(0)), ResidualOptions.parse(texts.get(1)));
                return new RowNumbers("glmm_residual", residuals.variables(), residuals::values);
            });

    static final Scalar SIMULATE = new Scalar(
            new Signature(
                    "glmm_simulate",
                    List.of(
                            Reading.MODEL,
                            Argument.options(
                                    "options",
                                    "empty, or seed = 1, draw = 1 (another number is another draw); re = new (random effects drawn from their law, one"
                                            + " draw for each level) | conditional (the modes of the fit); key = a column, which comes first, that tells rows"
                                            + " apart that have the same values: without it these have the same draw; terms, new_levels (of re = conditional),"
                                            + " failed, nonestimable as in glmm_predict"),
                            Argument.columns(
                                    "v",
                                    "the columns of the model's right-hand side, with them those of trials and of weights, in the order in which"
                                            + " the model text names them first")),
                    "a response drawn from the model for a row: a number of successes where the model has numbers of trials, the number of an"
                            + " ordered category; the same on every engine, in any order of the rows; NULL where glmm_predict is",
                    "SELECT glmm_simulate(f.model, 'seed = 1, draw = 3', t.x, t.shop) FROM sales t JOIN fits f USING (region)"),
            ColumnType.DOUBLE,
            texts -> {
                Simulator simulator =
                        Simulator.of(Prediction.predictor(texts.get(0)), SimulateOptions.parse(texts.get(1)));
                return new RowNumbers("glmm_simulate", simulator.variables(), simulator::values);
            });

    static final Scalar LEVERAGE = influence(
            "glmm_leverage",
            "how much the fitted value of a row of the fit follows its response: the diagonal of the hat matrix, given the variances; of"
                    + " gaussian models; NULL for a row of a level that the fit did not see",
            Influence::leverages);

    static final Scalar COOKS = influence(
            "glmm_cooks",
            "Cook's distance of a row of the fit, (r / (1 - h))^2 h / p with h its leverage and r its residual over sigma; of gaussian models;"
                    + " NULL for a row of a level that the fit did not see",
            Influence::distances);

    private RowFunctions() {}

    /** What a row of the fit does to it. */
    private interface OfRows {
        double[] of(Influence influence, List<Column> columns, int rows);
    }

    private static Scalar influence(String name, String doc, OfRows numbers) {
        return new Scalar(
                new Signature(
                        name,
                        List.of(
                                Reading.MODEL,
                                Argument.columns(
                                        "v", "the columns of glmm_fit, in its order: those of the response first")),
                        doc,
                        "SELECT " + name + "(f.model, t.y, t.x, t.shop) FROM sales t JOIN fits f USING (region)"),
                ColumnType.DOUBLE,
                texts -> {
                    Influence influence = Influence.of(Prediction.predictor(texts.get(0)), name);
                    return new RowNumbers(
                            name, influence.variables(), (columns, rows) -> numbers.of(influence, columns, rows));
                });
    }
}
