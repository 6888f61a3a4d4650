package org.glmmsql.frame;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.formula.Functions;
import org.jspecify.annotations.Nullable;

/** Turns expressions into functions of a row. Comparisons and logical operators give 0 or 1; NULL in, NaN out. */
public final class ExprCompiler {
    private final List<String> variables;
    private final Map<String, List<Double>> constants;

    /**
     * @param variables those of the frames that the functions will be applied to, in their order
     * @param constants centre and scale of each {@code scale(x)} call, by printed call
     */
    public ExprCompiler(List<String> variables, Map<String, List<Double>> constants) {
        this.variables = variables;
        this.constants = constants;
    }

    public RowFunction compile(Expr expr) {
        if (expr instanceof Expr.Number n) {
            double value = n.value();
            return (frame, row) -> value;
        }
        if (expr instanceof Expr.Logical l) {
            double value = l.value() ? 1 : 0;
            return (frame, row) -> value;
        }
        if (expr instanceof Expr.Variable v) {
            int slot = variables.indexOf(v.name());
            return (frame, row) -> frame.number(slot, row);
        }
        if (expr instanceof Call call) {
            return call(call);
        }
        throw misplaced(expr);
    }

    private RowFunction call(Call call) {
        switch (call.function()) {
            case "(", "I" -> {
                return compile(call.argument(0));
            }
            case "scale" -> {
                RowFunction x = compile(call.argument(0));
                List<Double> centreAndScale = constants.getOrDefault(call.text(), List.of(Double.NaN, Double.NaN));
                double centre = centreAndScale.get(0);
                double scale = centreAndScale.get(1);
                return scale == 0 ? (frame, row) -> 0 : (frame, row) -> (x.at(frame, row) - centre) / scale;
            }
            case "==", "!=" -> {
                return equality(call);
            }
            case "<", "<=", ">", ">=" -> {
                return binary(call, comparison(call.function()));
            }
            case "dummy" -> {
                return level(call);
            }
            case "factor", "as.factor", "relevel", "interaction", "poly", "ns", "bs" -> throw misplaced(call);
            default -> {
                return call.arity() == 1
                        ? unary(call, unaryOperator(call.function()))
                        : binary(call, binaryOperator(call));
            }
        }
    }

    private RowFunction unary(Call call, DoubleUnaryOperator operator) {
        RowFunction x = compile(call.argument(0));
        return (frame, row) -> operator.applyAsDouble(x.at(frame, row));
    }

    private RowFunction binary(Call call, DoubleBinaryOperator operator) {
        RowFunction x = compileOperand(call.argument(0), call.argument(1));
        RowFunction y = compileOperand(call.argument(1), call.argument(0));
        return (frame, row) -> operator.applyAsDouble(x.at(frame, row), y.at(frame, row));
    }

    /** An operand; text compared with a date column is a date. */
    private RowFunction compileOperand(Expr expr, Expr other) {
        if (expr instanceof Expr.Text text && other instanceof Expr.Variable variable) {
            int slot = variables.indexOf(variable.name());
            return (frame, row) -> date(frame, slot, text.value());
        }
        return compile(expr);
    }

    private static double date(Frame frame, int slot, String text) {
        if (frame.column(slot) instanceof NumericColumn column && column.kind() == NumericColumn.Kind.DATE) {
            try {
                return LocalDate.parse(text).toEpochDay();
            } catch (DateTimeParseException e) {
                throw new GlmmException(
                        ErrorCode.COLUMN_TYPE,
                        "date column '" + column.name() + "' is compared with '" + text
                                + "', expected a date such as 2024-01-31",
                        e);
            }
        }
        throw new GlmmException(
                ErrorCode.COLUMN_TYPE,
                "column '" + frame.column(slot).name() + "' is compared with the text '" + text
                        + "', but only dates have an order and only text equals text; compare numbers with numbers");
    }

    /** Equality of labels where a text column takes part, which only the frame knows; of numbers otherwise. */
    private RowFunction equality(Call call) {
        double equal = call.function().equals("==") ? 1 : 0;
        Expr left = call.argument(0);
        Expr right = call.argument(1);
        if (!(left instanceof Expr.Variable) && right instanceof Expr.Variable) {
            Expr swap = left;
            left = right;
            right = swap;
        }
        RowFunction numbers = binary(call, (x, y) -> x == y ? equal : x != x || y != y ? Double.NaN : 1 - equal);
        if (!(left instanceof Expr.Variable variable)) {
            return numbers;
        }
        int slot = variables.indexOf(variable.name());
        if (right instanceof Expr.Variable other) {
            int otherSlot = variables.indexOf(other.name());
            return (frame, row) -> frame.column(slot) instanceof FactorColumn
                    ? sameLabel(frame.label(slot, row), frame.label(otherSlot, row), equal)
                    : numbers.at(frame, row);
        }
        String literal = right instanceof Expr.Text t ? t.value() : right.text();
        return (frame, row) -> frame.column(slot) instanceof FactorColumn
                ? sameLabel(frame.label(slot, row), literal, equal)
                : numbers.at(frame, row);
    }

    /** 1 at one level of a factor, 0 at the others. */
    private RowFunction level(Call dummy) {
        Expr factor = dummy.argument(0);
        while (factor instanceof Call call && Factor.IS_ITS_ARGUMENT.contains(call.function())) {
            factor = call.argument(0);
        }
        if (!(factor instanceof Expr.Variable variable)) {
            throw misplaced(dummy.argument(0));
        }
        int slot = variables.indexOf(variable.name());
        String level = dummy.argument(1).level();
        return (frame, row) -> sameLabel(frame.label(slot, row), level, 1);
    }

    private static double sameLabel(@Nullable String a, @Nullable String b, double equal) {
        if (a == null || b == null) {
            return Double.NaN;
        }
        return a.equals(b) ? equal : 1 - equal;
    }

    private static DoubleBinaryOperator comparison(String sign) {
        return switch (sign) {
            case "<" -> (x, y) -> x != x || y != y ? Double.NaN : x < y ? 1 : 0;
            case "<=" -> (x, y) -> x != x || y != y ? Double.NaN : x <= y ? 1 : 0;
            case ">" -> (x, y) -> x != x || y != y ? Double.NaN : x > y ? 1 : 0;
            default -> (x, y) -> x != x || y != y ? Double.NaN : x >= y ? 1 : 0;
        };
    }

    private static DoubleUnaryOperator unaryOperator(String function) {
        return switch (function) {
            case "-" -> x -> -x;
            case "+" -> x -> x;
            case "!" -> x -> x != x ? x : x == 0 ? 1 : 0;
            default -> Functions.unary(function);
        };
    }

    private static DoubleBinaryOperator binaryOperator(Call call) {
        return switch (call.function()) {
            case "+" -> Double::sum;
            case "-" -> (x, y) -> x - y;
            case "*" -> (x, y) -> x * y;
            case "/" -> (x, y) -> x / y;
            case "^" -> (x, y) -> y == 2 ? x * x : Math.pow(x, y);
            case "&" -> (x, y) -> x != x || y != y ? Double.NaN : x != 0 && y != 0 ? 1 : 0;
            case "|", "||" -> (x, y) -> x != x || y != y ? Double.NaN : x != 0 || y != 0 ? 1 : 0;
            default -> Functions.binary(call.function());
        };
    }

    private static GlmmException misplaced(Expr expr) {
        return new GlmmException(
                ErrorCode.COLUMN_TYPE,
                "found " + expr.text()
                        + " where the formula takes a number; factors, poly() and text have their place as whole"
                        + " terms only");
    }
}
