package org.glmmsql.design;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.InvalidDataException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.Variables;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.ExprType;
import org.glmmsql.frame.Factor;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.RowChoice;
import org.glmmsql.frame.RowFunction;

/** Left-hand side to response: numbers, two levels, or successes of trials. */
final class ResponseBuilder {
    private final Frame frame;
    private final ExprCompiler compiler;
    private final Options options;
    private final Vanished vanished;

    /** @param vanished is told of categories without a row */
    ResponseBuilder(Frame frame, ExprCompiler compiler, Options options, Vanished vanished) {
        this.vanished = vanished;
        this.frame = frame;
        this.compiler = compiler;
        this.options = options;
    }

    /** @throws GlmmException RESPONSE_TYPE for more than two levels, RESPONSE_RANGE for successes without trials, NOT_FINITE */
    Response build(Expr response) {
        String name = response.text();
        if (response instanceof Call call && call.function().equals("cbind")) {
            RowFunction successes = compiler.compile(call.argument(0));
            RowFunction failures = compiler.compile(call.argument(1));
            return proportion(response, successes, (rows, i) -> successes.at(rows, i) + failures.at(rows, i), true);
        }
        boolean ofCounts = options.ofTrials()
                && response instanceof Call call
                && call.function().equals("/")
                && !(call.argument(1) instanceof Expr.Number);
        if (ofCounts) {
            Call call = (Call) response;
            // as in R, weights = n says the trials of r / n
            return proportion(
                    response,
                    compiler.compile(call.argument(0)),
                    compiler.compile(call.argument(1)),
                    options.weights() == null);
        }
        if (options.ofCategories()) {
            return new CategoryBuilder(frame, compiler, options, vanished).build(response);
        }
        return switch (ExprType.of(response, frame)) {
            case NUMERIC -> new Response(name, numbers(response), null, false);
            case LOGICAL ->
                new Response(
                        name,
                        FactorLevels.given(response, options).isPresent()
                                ? twoLevels(response).y()
                                : numbers(response),
                        null,
                        true);
            case FACTOR -> twoLevels(response);
        };
    }

    /** Values of an expression, n of them, the column's own array if it has that length. @throws GlmmException NOT_FINITE, COLUMN_TYPE */
    double[] numbers(Expr expr) {
        if (expr instanceof Expr.Variable v) {
            double[] column = frame.numbers(frame.slot(v.name()));
            return column.length == frame.size() ? column : Arrays.copyOf(column, frame.size());
        }
        double[] values = values(compiler.compile(expr));
        ModelMatrix.requireFinite(expr.text(), List.of(expr), values, frame);
        return values;
    }

    private double[] values(RowFunction function) {
        double[] values = new double[frame.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = function.at(frame, i);
        }
        return values;
    }

    private Response proportion(Expr response, RowFunction successes, RowFunction total, boolean keepTrials) {
        double[] y = values(successes);
        double[] trials = values(total);
        List<Expr> parts = ((Call) response).arguments();
        int untried = RowChoice.first(frame, i -> trials[i] == 0 && y[i] != 0);
        if (untried >= 0) {
            throw new InvalidDataException(
                    ErrorCode.RESPONSE_RANGE,
                    "response '" + response.text() + "' has " + y[untried] + " successes of 0 trials where "
                            + RowChoice.values(frame, List.copyOf(Variables.of(parts)), untried)
                            + "; successes are at most the trials");
        }
        for (int i = 0; i < y.length; i++) {
            // no trials say nothing: a proportion of 0 with weight 0
            y[i] = trials[i] == 0 ? 0 : y[i] / trials[i];
        }
        ModelMatrix.requireFinite(response.text(), parts, y, frame);
        ModelMatrix.requireFinite(response.text(), parts, trials, frame);
        return new Response(response.text(), y, keepTrials ? trials : null, false);
    }

    /** 1 for the second level. */
    private Response twoLevels(Expr response) {
        Factor factor = FactorLevels.ordered(response, Factor.of(response, frame, compiler), options);
        List<String> levels = factor.levels();
        if (levels.size() > 2) {
            throw new InvalidDataException(
                    ErrorCode.RESPONSE_TYPE,
                    "response '" + response.text() + "' has " + levels.size() + " levels ("
                            + String.join(", ", levels.subList(0, Math.min(6, levels.size())))
                            + (levels.size() > 6 ? ", ..." : "")
                            + "); expected 2, the second being success: filter the rows, or write I(" + response.text()
                            + " == '"
                            + levels.get(levels.size() - 1) + "')");
        }
        List<String> declared = declared(response, levels);
        double[] y = new double[frame.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = declared.indexOf(levels.get(factor.codes()[i]));
        }
        return new Response(response.text(), y, null, true, List.copyOf(declared));
    }

    /** The two levels that the model text or an ENUM declares, so that a success stays one where failures do not occur. */
    private List<String> declared(Expr response, List<String> occurring) {
        List<String> given = FactorLevels.given(response, options).orElse(List.of());
        if (given.size() == 2) {
            return given;
        }
        boolean twoOfEnum = response instanceof Expr.Variable v
                && frame.column(frame.slot(v.name())) instanceof FactorColumn column
                && column.ordered()
                && column.levels().size() == 2;
        return twoOfEnum && given.isEmpty()
                ? ((FactorColumn) frame.column(frame.slot(((Expr.Variable) response).name()))).levels()
                : occurring;
    }
}
