package org.glmmsql.formula;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The columns an expression reads. */
public final class Variables {
    /** The name that stands for all columns not otherwise used. */
    static final String DOT = ".";

    private Variables() {}

    /** Names in order of first appearance. */
    public static Set<String> of(Expr expr) {
        return of(List.of(expr));
    }

    /** Names in order of first appearance. */
    public static Set<String> of(Collection<Expr> exprs) {
        Set<String> names = new LinkedHashSet<>();
        exprs.forEach(expr -> collect(expr, names));
        return names;
    }

    private static void collect(Expr expr, Set<String> names) {
        if (expr instanceof Expr.Variable v) {
            names.add(v.name());
        } else if (expr instanceof Expr.Named n) {
            collect(n.value(), names);
        } else if (expr instanceof Expr.Call c) {
            c.arguments().forEach(argument -> collect(argument, names));
        }
    }

    /** The expression with every variable replaced. */
    static Expr replace(Expr expr, UnaryOperator<Expr> variable) {
        if (expr instanceof Expr.Variable) {
            return variable.apply(expr);
        } else if (expr instanceof Expr.Named n) {
            return new Expr.Named(n.name(), replace(n.value(), variable));
        } else if (expr instanceof Expr.Call c) {
            return new Expr.Call(
                    c.function(),
                    c.arguments().stream().map(a -> replace(a, variable)).toList());
        }
        return expr;
    }
}
