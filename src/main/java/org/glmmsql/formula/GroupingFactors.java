package org.glmmsql.formula;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr.Call;

/**
 * What stands right of a bar, as the grouping factors of one random term each: {@code a/b} is {@code b:a}, the finest, and {@code a};
 * {@code a + b} is a and b, {@code a * b} is a, b and {@code a:b}.
 */
final class GroupingFactors {
    private GroupingFactors() {}

    /** By random term, the factors whose combinations are its groups. */
    static List<List<Expr>> of(Call bar) {
        return groupings(bar.argument(1), bar);
    }

    /** Where only one group may stand: its factors. */
    static List<Expr> combination(Call bar) {
        return interaction(bar.argument(1), bar);
    }

    private static List<List<Expr>> groupings(Expr expr, Call bar) {
        Deque<Call> chain = new ArrayDeque<>();
        Expr first = expr;
        while (first instanceof Call call && (call.is("+", 2) || call.is("*", 2) || call.is("(", 1))) {
            chain.push(call);
            Limits.check(chain.size(), Limits.NESTING, "grouping factors");
            first = call.argument(0);
        }
        List<List<Expr>> all = nested(first, bar);
        for (Call call : chain) {
            if (call.is("(", 1)) {
                continue;
            }
            List<List<Expr>> left = all;
            List<List<Expr>> right = groupings(call.argument(1), bar);
            all = new ArrayList<>(left);
            right.stream().filter(next -> !left.contains(next)).forEach(all::add);
            if (call.is("*", 2)) {
                for (List<Expr> a : left) {
                    for (List<Expr> b : right) {
                        all.add(concatenate(a, b));
                        Limits.check(all.size(), Limits.NESTING, "random terms");
                    }
                }
            }
        }
        return all;
    }

    /** {@code a/b} groups by {@code b:a}, the finest, and then by {@code a}. */
    private static List<List<Expr>> nested(Expr expr, Call bar) {
        Deque<Expr> inner = new ArrayDeque<>();
        Expr outer = expr;
        while (outer instanceof Call call && (call.is("(", 1) || call.is("/", 2))) {
            if (call.is("/", 2)) {
                inner.push(call.argument(1));
                Limits.check(inner.size(), Limits.NESTING, "nested grouping factors");
            }
            outer = call.argument(0);
        }
        List<List<Expr>> groupings = new ArrayList<>(List.of(interaction(outer, bar)));
        for (Expr next : inner) {
            groupings.add(0, concatenate(interaction(next, bar), groupings.get(0)));
        }
        return groupings;
    }

    private static List<Expr> interaction(Expr expr, Call bar) {
        Deque<Expr> right = new ArrayDeque<>();
        Expr first = expr;
        while (first instanceof Call call && (call.is("(", 1) || call.is(":", 2))) {
            if (call.is(":", 2)) {
                right.push(call.argument(1));
                Limits.check(right.size(), Limits.NESTING, "factors in one grouping factor");
            }
            first = call.argument(0);
        }
        List<Expr> all = List.of(groupingFactor(first, bar));
        for (Expr next : right) {
            all = concatenate(all, interaction(next, bar));
        }
        return all;
    }

    private static Expr groupingFactor(Expr expr, Call bar) {
        boolean factor = expr instanceof Expr.Variable
                || (expr instanceof Call call
                        && Character.isLetter(call.function().charAt(0))
                        && (TermExpander.FACTOR.contains(call.function())
                                || !TermExpander.FORMULA_ONLY.contains(call.function())));
        if (!factor || expr.equals(TermExpander.DOT)) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found " + expr.text() + " as a grouping factor in (" + bar.text()
                            + "), expected a column, a:b, a/b, a + b or a * b; write one random term for each grouping factor");
        }
        TermExpander.requireNumeric(expr);
        return expr;
    }

    private static List<Expr> concatenate(List<Expr> first, List<Expr> second) {
        List<Expr> all = new ArrayList<>(first);
        second.stream().filter(expr -> !first.contains(expr)).forEach(all::add);
        return List.copyOf(all);
    }
}
