package org.glmmsql.sql;

import java.util.List;
import org.glmmsql.frame.Column;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.PredictOptions;
import org.glmmsql.model.Predictor;
import org.jspecify.annotations.Nullable;

/** Calls of {@code glmm_predict} and {@code glmm_predict_se} with one model and its options; immutable. */
public final class Prediction {
    /** A model is parsed once, not once per row. */
    private static final RecentValues<String, Predictor> RECENT =
            new RecentValues<>(Runtime.getRuntime().maxMemory() / 8, Prediction::bytes);

    /** So are options, which are short. */
    private static final RecentValues<String, PredictOptions> OPTIONS =
            new RecentValues<>(1 << 16, (text, options) -> RecentValues.bytes(text));

    private final Predictor predictor;
    private final PredictOptions options;

    private Prediction(Predictor predictor, PredictOptions options) {
        this.predictor = predictor;
        this.options = options;
    }

    /** @throws org.glmmsql.error.GlmmException for what is not a model, has no estimates, or is not an option */
    public static Prediction of(String model, String options) {
        Predictor predictor = RECENT.get(model);
        if (predictor == null) {
            predictor = Predictor.of(ModelJson.parse(model));
            RECENT.put(model, predictor);
        }
        PredictOptions parsed = OPTIONS.get(options);
        if (parsed == null) {
            parsed = PredictOptions.parse(options);
            OPTIONS.put(options, parsed);
        }
        return new Prediction(predictor, parsed);
    }

    private static long bytes(String model, Predictor predictor) {
        return RecentValues.bytes(model) + predictor.bytes();
    }

    /** Bytes that models and options used lately hold. */
    static long remembered() {
        return RECENT.used() + OPTIONS.used();
    }

    /** Binds columns in the order of the model's variables. @throws org.glmmsql.error.GlmmException COLUMN_COUNT */
    public Binding byPosition(int columns) {
        return Binding.byPosition("glmm_predict", predictor.variables(), columns);
    }

    /** Binds columns by name. @throws org.glmmsql.error.GlmmException UNKNOWN_COLUMN */
    public Binding byName(List<String> names) {
        return Binding.byName(predictor.variables(), names);
    }

    /**
     * @param columns those of a binding, with its names
     * @param standardErrors of the predictions, instead of the predictions
     * @return one value per row, NaN for NULL
     */
    public double[] of(List<Column> columns, int rows, boolean standardErrors) {
        return standardErrors
                ? predictor.standardErrors(columns, rows, options)
                : predictor.predict(columns, rows, options);
    }

    /**
     * One row as an engine hands it over.
     *
     * @param arguments values as {@link RowCollector} takes them, the first one at {@code from}
     * @return null for NULL
     * @throws org.glmmsql.error.GlmmException COLUMN_COUNT
     */
    public @Nullable Double ofRow(@Nullable Object[] arguments, int from, boolean standardErrors) {
        Binding binding = byPosition(arguments.length - from);
        RowCollector row = new RowCollector(arguments.length - from);
        row.add(arguments, from);
        double value = of(row.columns(binding.names()), 1, standardErrors)[0];
        return Double.isNaN(value) ? null : value;
    }
}
