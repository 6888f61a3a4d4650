package org.glmmsql.design;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.Variables;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.ExprType;
import org.glmmsql.frame.Factor;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.RowFunction;
import org.jspecify.annotations.Nullable;

/** The response and the prior weights of new rows, read as the fit read its own. Immutable. */
public final class ScoringResponse {
    private final Options options;
    private final Expr response;
    private final Recipe recipe;
    private final List<String> variables;
    private final ExprCompiler compiler;

    private ScoringResponse(ModelSpec spec, Recipe recipe) {
        this.options = spec.options();
        this.response = spec.formula().response();
        this.recipe = recipe;
        Set<String> used = new HashSet<>(Variables.of(List.of(response)));
        if (options.weights() != null) {
            used.add(options.weights());
        }
        variables = spec.variables().stream().filter(used::contains).toList();
        compiler = new ExprCompiler(variables, recipe.constants());
    }

    /** @param spec a closed model */
    public static ScoringResponse of(ModelSpec spec, Recipe recipe) {
        return new ScoringResponse(spec, recipe);
    }

    /** The columns to bind: those of the response and the weights. */
    public List<String> variables() {
        return variables;
    }

    /** Those by which the number of trials is known; all weights count. */
    public List<String> variablesOfWeights() {
        Set<String> used = new HashSet<>();
        if (hasTrials()) {
            used.addAll(Variables.of(List.of(response)));
        }
        if (options.weights() != null) {
            used.add(options.weights());
        }
        return variables.stream().filter(used::contains).toList();
    }

    /** Whether a response is a number of successes beside the number of failures or trials. */
    public boolean hasTrials() {
        return response instanceof Call call
                && (call.function().equals("cbind")
                        || options.ofTrials()
                                && call.function().equals("/")
                                && !(call.argument(1) instanceof Expr.Number));
    }

    /**
     * The rows without a NULL among the variables.
     *
     * @param rows their numbers
     * @param response of them
     * @param weights of them as given; null if the model has none
     */
    public record Rows(int[] rows, Response response, double @Nullable [] weights) {}

    /**
     * @throws GlmmException UNKNOWN_COLUMN, COLUMN_TYPE; NOT_FINITE; UNKNOWN_LEVEL for a level of the response that the fit did not have;
     *     NOT_APPLICABLE where the model does not say which of two levels is success
     */
    public Rows bind(List<Column> columns, int rows) {
        Frame frame = Frame.all(variables, columns, rows);
        int[] complete = complete(frame);
        return new Rows(complete, response(frame, complete), weights(frame, complete, compiler));
    }

    /**
     * Trials and weights alone: the response is any possible one, 0 of all trials.
     *
     * @throws GlmmException as {@link #bind}
     */
    public Rows bindWeights(List<Column> columns, int rows) {
        List<String> used = variablesOfWeights();
        Frame frame = Frame.all(used, columns, rows);
        ExprCompiler own = new ExprCompiler(used, recipe.constants());
        int[] complete = complete(frame);
        double[] trials = hasTrials() ? trials(frame, complete, own) : null;
        boolean cbind = response instanceof Call call && call.function().equals("cbind");
        double[] none = new double[complete.length];
        Response zero = new Response(response.text(), none, cbind || options.weights() == null ? trials : null, false);
        return new Rows(complete, zero, weights(frame, complete, own));
    }

    private double @Nullable [] weights(Frame frame, int[] complete, ExprCompiler own) {
        return options.weights() == null
                ? null
                : values(own.compile(new Expr.Variable(options.weights())), frame, complete);
    }

    private double[] trials(Frame frame, int[] complete, ExprCompiler own) {
        Call call = (Call) response;
        double[] trials = values(own.compile(call.argument(1)), frame, complete);
        if (call.function().equals("cbind")) {
            double[] successes = values(own.compile(call.argument(0)), frame, complete);
            for (int i = 0; i < trials.length; i++) {
                trials[i] += successes[i];
            }
        }
        return trials;
    }

    private static int[] complete(Frame frame) {
        int[] complete = new int[frame.size()];
        int n = 0;
        for (int i = 0; i < complete.length; i++) {
            boolean missing = false;
            for (int slot = 0; slot < frame.variables().size(); slot++) {
                missing |= frame.isMissing(slot, i);
            }
            if (!missing) {
                complete[n++] = i;
            }
        }
        return Arrays.copyOf(complete, n);
    }

    private Response response(Frame frame, int[] complete) {
        String name = response.text();
        if (hasTrials()) {
            Call call = (Call) response;
            double[] y = values(compiler.compile(call.argument(0)), frame, complete);
            double[] trials = trials(frame, complete, compiler);
            boolean cbind = call.function().equals("cbind");
            for (int i = 0; i < y.length; i++) {
                y[i] = trials[i] == 0 ? 0 : y[i] / trials[i];
            }
            // as in R, weights = n says the trials of r / n
            return new Response(name, y, cbind || options.weights() == null ? trials : null, false);
        }
        List<String> levels = levels(frame);
        if (levels.isEmpty()) {
            boolean logical = ExprType.of(response, frame) == ExprType.LOGICAL;
            return new Response(name, values(compiler.compile(response), frame, complete), null, logical);
        }
        Factor factor = Factor.of(response, frame, compiler);
        int[] number = factor.levels().stream().mapToInt(levels::indexOf).toArray();
        double[] y = new double[complete.length];
        for (int i = 0; i < y.length; i++) {
            int code = factor.codes()[complete[i]];
            if (number[code] < 0) {
                throw new GlmmException(
                        ErrorCode.UNKNOWN_LEVEL,
                        "response '" + Excerpt.of(name) + "' has the value '"
                                + Excerpt.of(factor.levels().get(code)) + "', which the fit had not: "
                                + Excerpt.list(levels) + "; filter such rows");
            }
            y[i] = number[code] + (options.ofCategories() ? 1 : 0);
        }
        return new Response(name, y, null, true, levels);
    }

    /** Those that number the response; none for numbers. */
    private List<String> levels(Frame frame) {
        if (options.ofCategories()) {
            return recipe.categories();
        }
        if (!recipe.response().isEmpty()) {
            return recipe.response();
        }
        List<String> given = FactorLevels.given(response, options).orElse(List.of());
        if (!given.isEmpty() && ExprType.of(response, frame) != ExprType.NUMERIC) {
            return new ArrayList<>(given);
        }
        if (ExprType.of(response, frame) == ExprType.FACTOR) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "response '" + Excerpt.of(response.text())
                            + "' is text, and the model does not say which of its levels is success, as the fit had numbers or an earlier"
                            + " version of glmm-sql stored it; pass numbers, or fit again");
        }
        return List.of();
    }

    private double[] values(RowFunction function, Frame frame, int[] complete) {
        double[] values = new double[complete.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = function.at(frame, complete[i]);
            if (!Double.isFinite(values[i])) {
                throw new GlmmException(
                        ErrorCode.NOT_FINITE,
                        "response '" + Excerpt.of(response.text()) + "' or its weights are " + values[i]
                                + " in a row; filter such rows");
            }
        }
        return values;
    }
}
