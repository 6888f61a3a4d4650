package org.glmmsql.formula;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.glmmsql.formula.Expr.Call;

/** The columns an expression reads. Long chains of operators are deep on their left, and walked by loops. */
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

    private static void collect(Expr all, Set<String> names) {
        Deque<Expr> left = new ArrayDeque<>();
        left.push(all);
        while (!left.isEmpty()) {
            Expr expr = left.pop();
            if (expr instanceof Expr.Variable v) {
                names.add(v.name());
            } else if (expr instanceof Expr.Named n) {
                left.push(n.value());
            } else if (expr instanceof Call c) {
                for (int i = c.arity() - 1; i >= 0; i--) {
                    left.push(c.argument(i));
                }
            }
        }
    }

    /** The expression with every variable replaced. */
    static Expr replace(Expr expr, UnaryOperator<Expr> variable) {
        Deque<Call> chain = new ArrayDeque<>();
        Expr first = expr;
        while (first instanceof Call call && call.arity() == 2) {
            chain.push(call);
            first = call.argument(0);
        }
        Expr result = replaceOne(first, variable);
        for (Call call : chain) {
            result = new Call(call.function(), List.of(result, replace(call.argument(1), variable)));
        }
        return result;
    }

    private static Expr replaceOne(Expr expr, UnaryOperator<Expr> variable) {
        if (expr instanceof Expr.Variable) {
            return variable.apply(expr);
        } else if (expr instanceof Expr.Named n) {
            return new Expr.Named(n.name(), replace(n.value(), variable));
        } else if (expr instanceof Call c) {
            return new Call(
                    c.function(),
                    c.arguments().stream().map(a -> replace(a, variable)).toList());
        }
        return expr;
    }
}
