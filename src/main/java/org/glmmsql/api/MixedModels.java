package org.glmmsql.api;

import java.util.List;
import java.util.Map;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.frame.Column;
import org.glmmsql.function.Binding;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.sql.Fitting;
import org.glmmsql.sql.ModelSummary;
import org.glmmsql.sql.Prediction;

/**
 * Fits models to columns in memory. A column is an array or a List with one value for each row: numbers, booleans, java.time dates, or
 * anything else by its {@code toString}; null is SQL's NULL. Columns that a model does not name are left alone.
 */
public final class MixedModels {
    private MixedModels() {}

    /**
     * The model that {@code glmm_fit} gives.
     *
     * @param modelText as in {@code y ~ x + (1 | g), family = poisson}
     * @param columns by the names that the model text uses, in an order of their own (LinkedHashMap) for a formula with {@code .}
     * @return with a status other than OK if the data do not allow the fit
     * @throws GlmmException for a wrong call or values that the model cannot have, with a code and the remedy; CANCELLED after an interrupt of the calling thread
     */
    public static FittedModel fit(String modelText, Map<String, ?> columns) {
        Fitting fitting = Fitting.of(modelText);
        List<String> names = List.copyOf(columns.keySet());
        Binding binding = fitting.byName(names);
        List<Column> values = ColumnValues.of(columns, names, binding);
        int threads = Runtime.getRuntime().availableProcessors();
        return parse(fitting.fit(values, MixedModels::stopIfInterrupted, threads))
                .valid();
    }

    /** A model that was stored. @throws GlmmException NOT_A_MODEL */
    public static FittedModel parse(String json) {
        return ModelJson.parse(json);
    }

    /** The text to store, the same that {@code glmm_fit} returns. */
    public static String json(FittedModel model) {
        return ModelJson.write(model);
    }

    /** What a person reads, as {@code glmm_summary}. */
    public static String summary(FittedModel model) {
        return ModelSummary.of(model);
    }

    /**
     * Predictions as of {@code glmm_predict}.
     *
     * @param options as there, empty for the mean of each row's own group
     * @param columns of new rows, by the names of the model
     * @return a value for each row, NaN where there is none
     */
    public static double[] predict(FittedModel model, String options, Map<String, ?> columns) {
        Prediction prediction = Prediction.of(json(model), options);
        List<String> names = List.copyOf(columns.keySet());
        List<Column> values = ColumnValues.of(columns, names, prediction.byName(names));
        return prediction.numbers(values, ColumnValues.rows(columns));
    }

    private static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new GlmmException(ErrorCode.CANCELLED, "the thread that called was interrupted");
        }
    }
}
