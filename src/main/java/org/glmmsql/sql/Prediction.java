package org.glmmsql.sql;

import java.util.List;
import org.glmmsql.frame.Column;
import org.glmmsql.function.RowFunction;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.PredictOptions;
import org.glmmsql.model.Predictor;
import org.jspecify.annotations.Nullable;

/** Calls of {@code glmm_predict} and {@code glmm_predict_se} with one model and its options; immutable. */
public final class Prediction implements RowFunction {
    /** A model is parsed once, not once per row. */
    private static final RecentValues<String, Predictor> RECENT =
            new RecentValues<>(Runtime.getRuntime().maxMemory() / 8, Prediction::bytes);

    /** So are options, which are short. */
    private static final RecentValues<String, PredictOptions> OPTIONS =
            new RecentValues<>(1 << 16, (text, options) -> RecentValues.bytes(text));

    private final Predictor predictor;
    private final PredictOptions options;
    private final boolean standardErrors;

    private Prediction(Predictor predictor, PredictOptions options, boolean standardErrors) {
        this.predictor = predictor;
        this.options = options;
        this.standardErrors = standardErrors;
    }

    /** Of the mean. @throws org.glmmsql.error.GlmmException for what is not a model, has no estimates, or is not an option */
    public static Prediction of(String model, String options) {
        return of(model, options, false);
    }

    /** Of its standard errors. @throws org.glmmsql.error.GlmmException for what is not a model, has no estimates, or is not an option */
    static Prediction standardErrors(String model, String options) {
        return of(model, options, true);
    }

    /** Of the most likely of ordered categories, as text. @throws org.glmmsql.error.GlmmException as the others */
    static RowFunction classes(String model, String options) {
        Prediction prediction = of(model, options, false);
        return new RowFunction() {
            @Override
            public String function() {
                return "glmm_predict_class";
            }

            @Override
            public List<String> variables() {
                return prediction.variables();
            }

            @Override
            public @Nullable Object[] values(List<Column> columns, int rows) {
                return prediction.predictor.classes(columns, rows, prediction.options);
            }
        };
    }

    private static Prediction of(String model, String options, boolean standardErrors) {
        Predictor predictor = predictor(model);
        PredictOptions parsed = OPTIONS.get(options);
        if (parsed == null) {
            parsed = PredictOptions.parse(options);
            OPTIONS.put(options, parsed);
        }
        return new Prediction(predictor, parsed, standardErrors);
    }

    /** Of a model, parsed once. */
    static Predictor predictor(String model) {
        Predictor predictor = RECENT.get(model);
        if (predictor == null) {
            predictor = Predictor.of(ModelJson.parse(model));
            RECENT.put(model, predictor);
        }
        return predictor;
    }

    private static long bytes(String model, Predictor predictor) {
        return RecentValues.bytes(model) + predictor.bytes();
    }

    /** Bytes that models and options used lately hold. */
    static long remembered() {
        return RECENT.used() + OPTIONS.used();
    }

    @Override
    public String function() {
        return "glmm_predict";
    }

    @Override
    public List<String> variables() {
        return predictor.variables(options);
    }

    /**
     * @param columns those of a binding, with its names
     * @return one value per row, NaN for NULL
     */
    public double[] numbers(List<Column> columns, int rows) {
        return standardErrors
                ? predictor.standardErrors(columns, rows, options)
                : predictor.predict(columns, rows, options);
    }

    @Override
    public @Nullable Object[] values(List<Column> columns, int rows) {
        double[] numbers = numbers(columns, rows);
        @Nullable Object[] values = new Object[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = Double.isNaN(numbers[i]) ? null : (Object) numbers[i];
        }
        return values;
    }
}
