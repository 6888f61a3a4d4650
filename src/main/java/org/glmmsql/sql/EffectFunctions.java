package org.glmmsql.sql;

import java.util.List;
import java.util.Objects;
import org.glmmsql.frame.Column;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Argument;
import org.glmmsql.function.GroupFunction;
import org.glmmsql.function.Signature;
import org.glmmsql.function.Table;
import org.glmmsql.model.AverageEffects;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.EffectRow;
import org.glmmsql.model.EffectsJson;
import org.glmmsql.model.NewDataLogLik;
import org.glmmsql.parallel.Parts;
import org.jspecify.annotations.Nullable;

/** {@code glmm_effects} and its reader: averages of what a model says of rows. */
final class EffectFunctions {
    static final Aggregate EFFECTS = new Aggregate(
            new Signature(
                    "glmm_effects",
                    List.of(
                            Argument.text("model", "a model, the same for all rows of a group"),
                            Argument.text(
                                    "variable",
                                    "a variable of the fixed effects, then options: average = effect | prediction; weights = a column of"
                                            + " weights of the rows, which comes first among the columns; type = response | link | conditional"
                                            + " | zero | disp | prob, level = 'high', marginal = false | true, nonestimable and failed as in"
                                            + " glmm_predict; conf_level = 0.95"),
                            Argument.columns(
                                    "v",
                                    "the columns of the model's right-hand side, in the order in which the model text names them first")),
                    "averages over rows: of the derivative by a number, of the difference that a level makes, or of predictions at each level,"
                            + " random effects 0, each row with its own other values; a text (JSON) for glmm_effects_tidy, NULL for no rows or a"
                            + " model without estimates",
                    "SELECT glmm_effects((SELECT model FROM fits), 'dose', dose, sex, clinic) FROM patients"),
            ColumnType.TEXT,
            texts -> texts.get(0) == null
                    ? new NoModel("glmm_effects")
                    : new Averaging(texts.get(0), Objects.requireNonNullElse(texts.get(1), "")));

    static final Table TIDY = new Table(
            new Signature(
                    "glmm_effects_tidy",
                    List.of(Argument.text("effects", "what glmm_effects gives; NULL gives no rows")),
                    EffectRow.TIDY.doc(),
                    "SELECT * FROM glmm_effects_tidy((SELECT glmm_effects((SELECT model FROM fits), 'dose', dose, sex, clinic) FROM patients))"),
            EffectRow.TIDY.columns(),
            texts -> EffectsJson.read(texts.get(0)));

    static final Aggregate LOG_LIKELIHOOD = new Aggregate(
            new Signature(
                    "glmm_loglik",
                    List.of(
                            Argument.text("model", "a model, the same for all rows of a group"),
                            Argument.columns(
                                    "v", "the columns of glmm_fit, in its order: those of the response first")),
                    "the log-likelihood of new rows at the estimates of a model, as of levels that the fit did not see: random effects are"
                            + " integrated out as the fit did it; of the rows of a fit by ML it is log_lik; NULL for no rows, a model without"
                            + " estimates, or responses that the model has not",
                    "SELECT glmm_loglik((SELECT model FROM fits), y, x, clinic) FROM held_out"),
            ColumnType.DOUBLE,
            texts -> texts.get(0) == null ? new NoModel("glmm_loglik") : new LogLik(texts.get(0)));

    private EffectFunctions() {}

    /** One call. */
    private static final class LogLik implements GroupFunction {
        private final NewDataLogLik likelihood;

        LogLik(String model) {
            likelihood = NewDataLogLik.of(Prediction.predictor(model));
        }

        @Override
        public String function() {
            return LOG_LIKELIHOOD.name();
        }

        @Override
        public List<String> variables() {
            return likelihood.variables();
        }

        @Override
        public @Nullable Object value(List<Column> columns, Runnable cancellation, int threads) {
            double value = likelihood.value(columns, columns.get(0).size(), cancellation);
            return Double.isFinite(value) ? value : null;
        }
    }

    /** One call. */
    private static final class Averaging implements GroupFunction {
        private final AverageEffects effects;

        Averaging(String model, String variable) {
            effects = AverageEffects.of(Prediction.predictor(model), variable);
        }

        @Override
        public String function() {
            return EFFECTS.name();
        }

        @Override
        public List<String> variables() {
            return effects.variables();
        }

        @Override
        public @Nullable Object value(List<Column> columns, Runnable cancellation, int threads) {
            if (!effects.isFitted()) {
                return null;
            }
            ColumnParts parts = new ColumnParts(columns);
            AverageEffects.Sums[] sums = new AverageEffects.Sums[Math.max(1, threads)];
            Parts.forEach(sums.length, parts.count(), (thread, part) -> {
                cancellation.run();
                if (sums[thread] == null) {
                    sums[thread] = effects.sums();
                }
                effects.add(parts.columns(part), parts.rows(part), sums[thread]);
            });
            AverageEffects.Sums all = effects.sums();
            for (AverageEffects.Sums one : sums) {
                if (one != null) {
                    all.add(one);
                }
            }
            return EffectsJson.write(effects.rows(all));
        }
    }
}
