package org.glmmsql.design;

import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;

/** {@code poly(x, degree [, raw = TRUE])}. */
record PolyCall(Expr x, int degree, boolean raw) {
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

    private static GlmmException misread(Call call, String found) {
        return new GlmmException(
                ErrorCode.SYNTAX,
                "found " + found + " in " + call.text() + ", expected poly(x, degree) with a whole degree from 1 to "
                        + MAX_DEGREE + ", or poly(x, degree, raw = TRUE)");
    }
}
