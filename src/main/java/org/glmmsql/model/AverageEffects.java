package org.glmmsql.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.ReferenceVariable;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.formula.Expr;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.ExactSum;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.frame.Spread;
import org.jspecify.annotations.Nullable;

/**
 * Average marginal effects and average predictions over rows: (1/n) sum of dmu/dx for a number, of mu(x = level) - mu(x = first level) for a
 * factor, or of mu itself with every row at each level; mu is the prediction without random effects, each row with its own offset and
 * covariates. Standard errors by the delta method. Immutable; sums are of any part of the rows, and are added.
 */
public final class AverageEffects {
    static final String FUNCTION = "glmm_effects";

    private static final List<String> NAMES =
            List.of("average", "weights", "type", "level", "marginal", "nonestimable", "failed", "conf_level");

    /** What is averaged. */
    private enum Average {
        EFFECT,
        PREDICTION
    }

    /** Of the standard deviation of the variable; the error is of its fourth power. */
    private static final double STEP = 1e-3;

    /** Of a variable that is positive, so that logarithms stay possible. */
    private static final double LARGEST_SHARE = 1e-2;

    /** f'(x) is (8 (f(x + h) - f(x - h)) - (f(x + 2h) - f(x - 2h))) / 12 h. */
    private static final int[] SHIFTS = {-2, -1, 1, 2};

    private static final double[] COEFFICIENTS = {1 / 12.0, -8 / 12.0, 8 / 12.0, -1 / 12.0};

    private final Predictor predictor;
    private final PredictOptions options;
    private final String variable;
    private final Average average;
    private final @Nullable String weights;
    private final double confLevel;
    /** Of the variable; empty if it is a number. */
    private final List<String> levels;

    private AverageEffects(Predictor predictor, String variable, CallOptions given) {
        FittedModel model = predictor.model();
        this.predictor = predictor;
        this.variable = variable;
        average = given.word(Average.class, "average");
        weights = given.textOrNull("weights");
        options = PredictOptions.ofAverages(given);
        double level = given.share("conf_level");
        confLevel = Double.isNaN(level) ? model.confLevel() : level;
        levels = levels(model, variable);
    }

    /**
     * @param what the name of a variable, then options after commas
     * @throws GlmmException BAD_OPTION_VALUE for a variable that has no effect; what options are refused with; NOT_FITTED with failed = error
     */
    public static AverageEffects of(Predictor predictor, String what) {
        List<String> parts = CallOptions.split(what, ",");
        String variable = CallOptions.unquoted(parts.get(0).strip());
        String options = String.join(",", parts.subList(1, parts.size()));
        predictor.model().withInference();
        AverageEffects effects = new AverageEffects(predictor, variable, CallOptions.parse(FUNCTION, options, NAMES));
        if (effects.options.failed() == PredictOptions.Refusal.ERROR) {
            predictor.requireFitted();
        }
        List<String> known = known(predictor);
        if (!known.contains(variable)) {
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "'" + Excerpt.of(variable) + "' is no variable of the fixed effects; "
                            + (known.isEmpty() ? "the model has none" : Suggestion.among(variable, known)));
        }
        return effects;
    }

    private static List<String> known(Predictor predictor) {
        FittedModel model = predictor.model();
        // a model of format 1 does not say which of its variables are of the fixed effects
        return model.grid().variables().isEmpty()
                ? model.recipe().variables()
                : model.grid().variables().stream().map(ReferenceVariable::name).toList();
    }

    private static List<String> levels(FittedModel model, String variable) {
        Expr own = new Expr.Variable(variable);
        for (Expr factor :
                List.of(own, new Expr.Call("factor", List.of(own)), new Expr.Call("as.factor", List.of(own)))) {
            List<String> levels = model.recipe().levels().get(factor.text());
            if (levels != null) {
                return levels;
            }
        }
        return List.of();
    }

    /** Whether the model has estimates; without them there are no averages. */
    public boolean isFitted() {
        return predictor.isFitted();
    }

    /** The columns of rows: that of weights first, if there is one. */
    public List<String> variables() {
        List<String> names = new ArrayList<>(predictor.variables(options));
        if (weights != null && !names.contains(weights)) {
            names.add(0, weights);
        }
        return names;
    }

    /** Sums over rows. Not thread-safe. */
    public static final class Sums {
        private final ExactSum weight = new ExactSum();
        private final ExactSum[][] sums;
        private long rows;

        private Sums(int averages, int parameters) {
            sums = new ExactSum[averages][parameters + 1];
            for (ExactSum[] one : sums) {
                Arrays.setAll(one, j -> new ExactSum());
            }
        }

        /** Adds the sums over other rows. */
        public void add(Sums other) {
            weight.add(other.weight);
            rows += other.rows;
            for (int k = 0; k < sums.length; k++) {
                for (int j = 0; j < sums[k].length; j++) {
                    sums[k][j].add(other.sums[k][j]);
                }
            }
        }

        private double mean(int average, int j) {
            return sums[average][j].value() / weight.value();
        }
    }

    /** Of no rows. */
    public Sums sums() {
        return new Sums(Math.max(1, levels.size()), predictor.model().covariance().length);
    }

    /**
     * Adds rows.
     *
     * @param columns with the names of {@link #variables}
     * @throws GlmmException as predictions; WEIGHTS_RANGE
     */
    public void add(List<Column> columns, int rows, Sums sums) {
        Derived own = predictor.derived(columns, rows, options);
        double[] weight = weights(columns, rows);
        boolean[] counts = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            counts[i] = own.isKnown(i)
                    && weight[i] > 0
                    && !column(columns, variable).isMissing(i);
            if (counts[i]) {
                sums.weight.add(weight[i]);
                sums.rows++;
            }
        }
        if (levels.isEmpty() && average == Average.EFFECT) {
            addSlopes(columns, weight, counts, sums.sums[0]);
        } else if (levels.isEmpty()) {
            add(own, weight, counts, sums.sums[0]);
        } else {
            for (int level = 0; level < levels.size(); level++) {
                List<Column> changed = with(columns, at(columns, levels.get(level), rows));
                add(predictor.derived(changed, rows, options), weight, counts, sums.sums[level]);
            }
        }
    }

    private void add(Derived derived, double[] weight, boolean[] counts, ExactSum[] sums) {
        double[] gradient = new double[sums.length - 1];
        for (int i = 0; i < counts.length; i++) {
            if (counts[i]) {
                Arrays.fill(gradient, 0);
                boolean known = derived.isKnown(i);
                derived.addGradient(i, weight[i], gradient);
                sums[0].add(known ? weight[i] * derived.value(i) : Double.NaN);
                addAll(gradient, sums);
            }
        }
    }

    private static void addAll(double[] gradient, ExactSum[] sums) {
        for (int j = 0; j < gradient.length; j++) {
            sums[j + 1].add(gradient[j]);
        }
    }

    private void addSlopes(List<Column> columns, double[] weight, boolean[] counts, ExactSum[] sums) {
        NumericColumn x = number(columns);
        int rows = counts.length;
        double[] step = new double[rows];
        double[] value = new double[rows];
        double[][] gradient = new double[rows][sums.length - 1];
        for (int i = 0; i < rows; i++) {
            step[i] = counts[i] ? step(x.values()[i]) : 0;
        }
        for (int k = 0; k < SHIFTS.length; k++) {
            double[] shifted = new double[rows];
            for (int i = 0; i < rows; i++) {
                shifted[i] = x.values()[i] + SHIFTS[k] * step[i];
            }
            Derived derived = predictor.derived(
                    with(columns, new NumericColumn(x.name(), x.kind(), shifted, rows, x.missing())), rows, options);
            for (int i = 0; i < rows; i++) {
                if (counts[i]) {
                    boolean known = derived.isKnown(i);
                    double times = weight[i] * COEFFICIENTS[k] / step[i];
                    value[i] += known ? times * derived.value(i) : Double.NaN;
                    derived.addGradient(i, times, gradient[i]);
                }
            }
        }
        for (int i = 0; i < rows; i++) {
            if (counts[i]) {
                sums[0].add(value[i]);
                addAll(gradient[i], sums);
            }
        }
    }

    private double step(double x) {
        Spread spread = predictor.model().grid().variables().stream()
                .filter(known -> known.name().equals(variable))
                .map(known -> known.spread())
                .findFirst()
                .orElse(null);
        double scale = spread != null && spread.sd() > 0 ? spread.sd() : Math.max(1, Math.abs(x));
        boolean positive = spread != null ? spread.min() > 0 : x > 0;
        double step = positive && x > 0 ? Math.min(STEP * scale, LARGEST_SHARE * x) : STEP * scale;
        // a step that both sums have without an error
        return Math.scalb(1.0, Math.getExponent(step));
    }

    private double[] weights(List<Column> columns, int rows) {
        double[] weight = new double[rows];
        Arrays.fill(weight, 1);
        if (weights != null) {
            Column column = column(columns, weights);
            if (!(column instanceof NumericColumn given)) {
                throw new GlmmException(
                        ErrorCode.COLUMN_TYPE,
                        "weights = " + weights + " is a column of texts; weights are numbers, 0 or more");
            }
            for (int i = 0; i < rows; i++) {
                weight[i] = given.isMissing(i) ? 0 : given.values()[i];
                if (!(weight[i] >= 0 && weight[i] < Double.POSITIVE_INFINITY)) {
                    throw new GlmmException(
                            ErrorCode.WEIGHTS_RANGE,
                            "weights = " + weights + " has the value " + weight[i]
                                    + "; weights are numbers, 0 or more: filter such rows");
                }
            }
        }
        return weight;
    }

    private NumericColumn number(List<Column> columns) {
        if (column(columns, variable) instanceof NumericColumn number) {
            return number;
        }
        throw new GlmmException(
                ErrorCode.COLUMN_TYPE,
                "'" + variable
                        + "' is a column of texts, and the model has no levels of it; pass the columns in this order: "
                        + String.join(", ", variables()));
    }

    private static Column column(List<Column> columns, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new GlmmException(
                        ErrorCode.UNKNOWN_COLUMN, "there is no column '" + name + "'; pass it among the columns"));
    }

    private static List<Column> with(List<Column> columns, Column changed) {
        return columns.stream()
                .map(column -> column.name().equals(changed.name()) ? changed : column)
                .toList();
    }

    /** The variable with one level in all rows, of the type that it has. */
    private Column at(List<Column> columns, String level, int rows) {
        if (column(columns, variable) instanceof NumericColumn number) {
            double[] values = new double[rows];
            Arrays.fill(values, number(number.kind(), level));
            return new NumericColumn(variable, number.kind(), values, rows, null);
        }
        return new FactorColumn(variable, new int[rows], List.of(level), rows, false);
    }

    private double number(NumericColumn.Kind kind, String level) {
        try {
            return switch (kind) {
                case BOOLEAN -> level.equals("TRUE") ? 1 : 0;
                case DATE -> LocalDate.parse(level).toEpochDay();
                case NUMBER -> Double.parseDouble(level);
            };
        } catch (java.time.format.DateTimeParseException | NumberFormatException e) {
            throw new GlmmException(
                    ErrorCode.COLUMN_TYPE,
                    "column '" + variable + "' has numbers, and the model has its level '" + Excerpt.of(level)
                            + "', which is none; pass it as texts",
                    e);
        }
    }

    /** What the sums say; nothing where no row counts. */
    public List<EffectRow> rows(Sums sums) {
        List<EffectRow> rows = new ArrayList<>();
        if (sums.rows == 0) {
            return rows;
        }
        int first = average == Average.EFFECT && !levels.isEmpty() ? 1 : 0;
        for (int k = first; k < sums.sums.length; k++) {
            int base = first == 1 ? 0 : -1;
            double[] gradient = new double[sums.sums[k].length - 1];
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] = sums.mean(k, j + 1) - (base < 0 ? 0 : sums.mean(base, j + 1));
            }
            String contrast = average == Average.PREDICTION
                    ? null
                    : levels.isEmpty() ? "dY/dX" : levels.get(k) + " - " + levels.get(0);
            rows.add(new EffectRow(
                    variable,
                    contrast,
                    average == Average.PREDICTION && !levels.isEmpty() ? levels.get(k) : null,
                    sums.rows,
                    sums.mean(k, 0) - (base < 0 ? 0 : sums.mean(base, 0)),
                    error(gradient),
                    confLevel));
        }
        return rows;
    }

    private double error(double[] gradient) {
        double[][] covariance = predictor.model().covariance();
        double variance = 0;
        for (int j = 0; j < gradient.length; j++) {
            for (int k = 0; k < gradient.length; k++) {
                // what a prediction does not depend on may have no variance
                if (gradient[j] != 0 && gradient[k] != 0) {
                    variance += gradient[j] * covariance[Math.max(j, k)][Math.min(j, k)] * gradient[k];
                }
            }
        }
        return Math.sqrt(variance);
    }
}
