package org.glmmsql.design;

import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.OrthogonalPolynomial;
import org.glmmsql.frame.RowFunction;

/** {@code poly(x, degree [, raw = TRUE])}. */
record PolyCall(Expr x, int degree, boolean raw) implements DataCall {
    private static final int MAX_DEGREE = 25;

    static PolyCall of(Call call) {
        double degree = Double.NaN;
        boolean raw = false;
        for (Expr argument : call.arguments().subList(1, call.arity())) {
            Expr value = argument;
            String name = "degree";
            if (argument instanceof Expr.Named named) {
                value = named.value();
                name = named.name();
            }
            if (name.equals("degree") && Double.isNaN(degree) && value instanceof Expr.Number number) {
                degree = number.value();
            } else if (name.equals("raw") && value instanceof Expr.Logical logical) {
                raw = logical.value();
            } else {
                throw misread(call, argument.text());
            }
        }
        if (!(degree >= 1 && degree <= MAX_DEGREE && degree == Math.rint(degree))) {
            throw misread(call, "degree " + degree);
        }
        return new PolyCall(call.argument(0), (int) degree, raw);
    }

    /** The recurrence: centres, then squared norms. */
    @Override
    public int constants() {
        return raw ? 0 : 2 * degree + 1;
    }

    @Override
    public List<Double> learn(ExprCompiler compiler, Frame frame) {
        RowFunction value = compiler.compile(x);
        return OrthogonalPolynomial.over(i -> value.at(frame, i), frame.size(), degree)
                .constants();
    }

    @Override
    public boolean isPossible(List<Double> constants) {
        return constants.stream().skip(degree).allMatch(norm -> norm >= 0);
    }

    private static GlmmException misread(Call call, String found) {
        return new GlmmException(
                ErrorCode.SYNTAX,
                "found " + found + " in " + call.text() + ", expected poly(x, degree) with a whole degree from 1 to "
                        + MAX_DEGREE + ", or poly(x, degree, raw = TRUE)");
    }
}
