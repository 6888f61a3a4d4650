package org.glmmsql.formula;

import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.random.Structure;
import org.glmmsql.random.Structures;

/** A random term with its structure: {@code ar1(t | g)}, {@code rr(x | g, d = 2)}. */
record StructureCall(Call bar, Structure structure) {
    /** @throws GlmmException SYNTAX if there is no random term in it, or a number that the structure has not */
    static StructureCall of(Call call) {
        Structure structure = Structures.byCall(call.function()).orElseThrow();
        if (!(call.argument(0) instanceof Call bar && bar.is("|", 2)))
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found " + Excerpt.of(call.text()) + ", expected a random term in it: "
                            + structure.text("x | group"));
        if (call.arity() == 1) return new StructureCall(bar, structure);
        String name = structure.arguments().get(0);
        Expr given = call.argument(1);
        Expr value = given instanceof Expr.Named named ? named.value() : given;
        double number = number(value);
        if (Double.isNaN(number))
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found " + Excerpt.of(given.text()) + " in " + call.function() + ", expected a number: "
                            + structure.text("x | group"));
        return new StructureCall(bar, structure.with(name, number));
    }

    /** Of a bar by itself. */
    static Structure of(String bar) {
        return Structures.byCall(bar.equals("||") ? "diag" : "us").orElseThrow();
    }

    private static double number(Expr value) {
        if (value instanceof Expr.Number number) return number.value();
        boolean minus = value instanceof Call call && call.is("-", 1) && call.argument(0) instanceof Expr.Number;
        return minus ? -number(((Call) value).argument(0)) : Double.NaN;
    }
}
