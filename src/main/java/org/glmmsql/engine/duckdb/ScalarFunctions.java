package org.glmmsql.engine.duckdb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.frame.Column;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelComparison;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultTable;
import org.glmmsql.parallel.Parts;
import org.glmmsql.sql.Failures;
import org.glmmsql.sql.Fitting;
import org.glmmsql.sql.ModelSummary;
import org.glmmsql.sql.Prediction;
import org.jspecify.annotations.Nullable;

/** What DuckDB calls. It asks for many groups at once, and for several chunks of groups at the same time. */
final class ScalarFunctions {
    private ScalarFunctions() {}

    /** {@code glmm_fit_rows(model_text, rows)}: rows is a list of structs (bound by name), tuples (by position) or single values. */
    static void fitRows(List<Vector> arguments, int rows, Result result) {
        fitRows(Fitting::of, arguments, rows, result);
    }

    /** {@code hglm_fit_rows(model_text, rows)}. */
    static void hglmFitRows(List<Vector> arguments, int rows, Result result) {
        fitRows(Fitting::hierarchical, arguments, rows, result);
    }

    private static void fitRows(Function<String, Fitting> fittingOf, List<Vector> arguments, int rows, Result result) {
        Vector texts = arguments.get(0);
        Vector lists = arguments.get(1);
        if (lists.type() == TypeId.SQLNULL) {
            result.set(new String[rows]);
            return;
        }
        if (lists.type() != TypeId.LIST) {
            throw new GlmmException(
                    ErrorCode.COLUMN_TYPE,
                    "glmm_fit_rows takes a list of rows: glmm_fit_rows(model_text, list(t)) FROM t");
        }
        PackedRows elements = PackedRows.of(lists.elements());
        ByteBuffer text = texts.data(16);
        ByteBuffer list = lists.data(16);
        int threads = rows == 1 ? Runtime.getRuntime().availableProcessors() : 1;
        result.set(each(rows, row -> {
            if (!lists.isValid(row)) {
                return null; // no rows
            }
            int from = Math.toIntExact(list.getLong(row * 16));
            int length = Math.toIntExact(list.getLong(row * 16 + 8));
            Fitting fitting = fittingOf.apply(texts.isValid(row) ? texts.text(text, row) : "");
            return length == 0 ? null : fitting.fit(elements.columns(fitting, from, length), () -> {}, threads);
        }));
    }

    /** {@code glmm_summary(model)}. */
    static void summary(List<Vector> arguments, int rows, Result result) {
        IntFunction<@Nullable FittedModel> models = models(arguments.get(0));
        result.set(each(rows, row -> {
            FittedModel model = models.apply(row);
            return model == null ? null : ModelSummary.of(model);
        }));
    }

    /** {@code glmm_anova_rows(model1, model2)}: the rows of glmm_anova as a JSON array. */
    static void anovaRows(List<Vector> arguments, int rows, Result result) {
        IntFunction<@Nullable FittedModel> ones = models(arguments.get(0));
        IntFunction<@Nullable FittedModel> others = models(arguments.get(1));
        result.set(each(rows, row -> {
            FittedModel one = ones.apply(row);
            FittedModel other = others.apply(row);
            return one == null || other == null
                    ? null
                    : ModelJson.rows(ResultTable.ANOVA, ModelComparison.of(one, other));
        }));
    }

    private static IntFunction<@Nullable FittedModel> models(Vector texts) {
        ByteBuffer data = texts.data(16);
        return row -> texts.isValid(row) ? ModelJson.parse(texts.text(data, row)) : null;
    }

    /** {@code glmm_predict(model, options, row)}, or the columns of a row one by one. */
    static void predict(List<Vector> arguments, int rows, Result result) {
        result.set(predictions(arguments, rows, false));
    }

    /** {@code glmm_predict_se(model, options, row)}. */
    static void predictSe(List<Vector> arguments, int rows, Result result) {
        result.set(predictions(arguments, rows, true));
    }

    private static double[] predictions(List<Vector> arguments, int rows, boolean standardErrors) {
        RepeatedText models = new RepeatedText(arguments.get(0));
        RepeatedText options = new RepeatedText(arguments.get(1));
        PackedRows values = PackedRows.of(arguments.subList(2, arguments.size()));
        double[] predictions = new double[rows];
        for (int from = 0, to; from < rows; from = to) {
            to = Math.min(models.endOfRun(from, rows), options.endOfRun(from, rows));
            String model = models.text(from);
            if (model == null) {
                Arrays.fill(predictions, from, to, Double.NaN);
            } else {
                String option = options.text(from);
                Prediction prediction = Prediction.of(model, option == null ? "" : option);
                List<Column> columns = values.columns(prediction, from, to - from);
                System.arraycopy(prediction.of(columns, to - from, standardErrors), 0, predictions, from, to - from);
            }
        }
        return predictions;
    }

    /** Evaluates rows in parallel; the failure of the first row that has one, with its code, is the failure of all. */
    private static String[] each(int rows, IntFunction<@Nullable String> function) {
        String[] results = new String[rows];
        Parts.forEach(Parts.threads(), rows, (thread, row) -> {
            try {
                results[row] = function.apply(row);
            } catch (RuntimeException | Error failure) {
                throw Failures.coded(failure);
            }
        });
        return results;
    }
}
