package org.glmmsql.formula;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr.Call;
import org.jspecify.annotations.Nullable;

/**
 * Expands one right-hand side by the algebra of Wilkinson and Rogers (1973), as R's {@code terms()}: a term is a set of factors, a
 * formula a set of terms ordered by degree. Random terms are set aside on the way.
 */
final class TermExpander {
    private static final Set<String> FORMULA_ONLY =
            Set.of(":", "offset", "cbind", "diag", "cs", "poly", "factor", "as.factor");

    /** Factors in order of first appearance; a term is a set of indexes into it, the empty set is the intercept. */
    private final List<Expr> factors = new ArrayList<>();

    private final List<Expr> offsets = new ArrayList<>();
    private final List<RandomPart> random = new ArrayList<>();
    private boolean intercept = true;

    private TermExpander() {}

    /** The fixed and random terms of a right-hand side. */
    record Expansion(FixedPart fixed, List<RandomPart> random) {}

    static Expansion expand(Expr rightHandSide) {
        TermExpander expander = new TermExpander();
        Set<BitSet> terms = expander.terms(rightHandSide);
        return new Expansion(expander.fixedPart(terms), List.copyOf(expander.random));
    }

    /** Expands a right-hand side where random terms have no meaning. */
    static FixedPart expandFixed(Expr rightHandSide, String place) {
        Expansion expansion = expand(rightHandSide);
        if (!expansion.random().isEmpty()) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "a random term (" + expansion.random().get(0).group() + ") " + place
                            + "; only fixed terms are expected there");
        }
        return expansion.fixed();
    }

    private FixedPart fixedPart(Set<BitSet> terms) {
        List<Term> ordered = terms.stream()
                .filter(term -> !term.isEmpty())
                .sorted(Comparator.comparingInt(BitSet::cardinality))
                .map(this::term)
                .toList();
        return new FixedPart(intercept, ordered, List.copyOf(offsets));
    }

    private Term term(BitSet indexes) {
        List<Expr> members = indexes.stream().mapToObj(factors::get).toList();
        return new Term(members.stream().map(Expr::text).collect(Collectors.joining(":")), members);
    }

    private Set<BitSet> terms(Expr expr) {
        if (expr instanceof Expr.Number n) {
            return constant(n.value(), true);
        }
        if (expr instanceof Call call) {
            return call(call);
        }
        return atom(expr);
    }

    private Set<BitSet> call(Call call) {
        switch (call.function()) {
            case "(" -> {
                return call.argument(0) instanceof Call inner && isBar(inner)
                        ? randomTerm(inner, null)
                        : terms(call.argument(0));
            }
            case "+" -> {
                Set<BitSet> sum = terms(call.argument(0));
                return call.arity() == 1 ? sum : union(sum, terms(call.argument(1)));
            }
            case "-" -> {
                Set<BitSet> kept = call.arity() == 1 ? none() : terms(call.argument(0));
                kept.removeAll(removed(call.argument(call.arity() - 1)));
                return kept;
            }
            case "*" -> {
                Set<BitSet> a = terms(call.argument(0));
                Set<BitSet> b = terms(call.argument(1));
                return union(union(none(), a), union(union(none(), b), products(a, b)));
            }
            case ":" -> {
                return products(terms(call.argument(0)), terms(call.argument(1)));
            }
            case "/" -> {
                return nested(terms(call.argument(0)), call.argument(1));
            }
            case "^" -> {
                return power(call);
            }
            case "offset" -> {
                offsets.add(call.argument(0));
                return none();
            }
            case "diag", "cs" -> {
                return structured(call);
            }
            case "|", "||" ->
                throw new GlmmException(
                        ErrorCode.SYNTAX, "a random term needs parentheses: write (" + call.text() + ")");
            default -> {
                return atom(call);
            }
        }
    }

    /** {@code 0} and {@code 1} in a sum switch the intercept; {@code 1} as a factor is the empty product. */
    private Set<BitSet> constant(double value, boolean added) {
        if (value != 0 && value != 1) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found the number " + Printer.number(value)
                            + " as a term, expected a column, 0 or 1; arithmetic goes into I(...), a"
                            + " known coefficient into offset(...)");
        }
        intercept = added == (value == 1);
        Set<BitSet> terms = none();
        if (value == 1) {
            terms.add(new BitSet());
        }
        return terms;
    }

    private Set<BitSet> removed(Expr expr) {
        return expr instanceof Expr.Number n ? constant(n.value(), false) : terms(expr);
    }

    private Set<BitSet> atom(Expr expr) {
        if (expr instanceof Expr.Text || expr instanceof Expr.Logical || expr instanceof Expr.Named) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found " + expr.text()
                            + " as a term, expected a column; quote column names with double quotes or backticks");
        }
        requireNumeric(expr);
        int index = factors.indexOf(expr);
        if (index < 0) {
            index = factors.size();
            factors.add(expr);
        }
        BitSet term = new BitSet();
        term.set(index);
        Set<BitSet> terms = none();
        terms.add(term);
        return terms;
    }

    /** Within a function, {@code + - * / ^} are arithmetic and what only a formula understands has no place. */
    static void requireNumeric(Expr expr) {
        if (!(expr instanceof Call call)) {
            return;
        }
        for (Expr argument : call.arguments()) {
            boolean formulaOnly = argument instanceof Call inner && (FORMULA_ONLY.contains(inner.function()));
            if (formulaOnly || argument.equals(new Expr.Variable(Variables.DOT))) {
                throw new GlmmException(
                        ErrorCode.SYNTAX,
                        "found " + argument.text() + " inside " + call.text()
                                + ", where only arithmetic on columns is expected");
            }
            requireNumeric(argument);
        }
        if (call.function().equals("cbind")) {
            throw new GlmmException(
                    ErrorCode.SYNTAX, call.text() + " has its place left of ~ only, as cbind(successes, failures)");
        }
    }

    private Set<BitSet> products(Set<BitSet> left, Set<BitSet> right) {
        Set<BitSet> products = none();
        for (BitSet a : left) {
            for (BitSet b : right) {
                BitSet product = (BitSet) a.clone();
                product.or(b);
                products.add(product);
                Limits.check(products.size(), Limits.TERMS, "terms");
            }
        }
        return products;
    }

    /** {@code a / b} is {@code a + a:b}; several terms on the left nest as one. */
    private Set<BitSet> nested(Set<BitSet> outer, Expr inner) {
        BitSet all = new BitSet();
        outer.forEach(all::or);
        Set<BitSet> one = none();
        one.add(all);
        return union(outer, products(one, terms(inner)));
    }

    private Set<BitSet> power(Call call) {
        Expr exponent = call.argument(1);
        while (exponent instanceof Call parenthesis && parenthesis.is("(", 1)) {
            exponent = parenthesis.argument(0);
        }
        if (!(exponent instanceof Expr.Number n) || n.value() < 1 || n.value() != Math.rint(n.value())) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found the power " + exponent.text() + " of terms, expected a whole number from 1; write I("
                            + call.text() + ") for arithmetic");
        }
        Set<BitSet> base = terms(call.argument(0));
        Set<BitSet> power = base;
        for (int i = 1; i < n.value(); i++) {
            Set<BitSet> next = union(union(none(), power), products(power, base));
            if (next.size() == power.size()) {
                break;
            }
            power = next;
        }
        return power;
    }

    private Set<BitSet> structured(Call call) {
        if (call.argument(0) instanceof Call inner && inner.is("|", 2)) {
            return randomTerm(inner, call.function());
        }
        throw new GlmmException(
                ErrorCode.SYNTAX,
                "found " + call.text() + ", expected a random term in it: " + call.function() + "(x | group)");
    }

    private static boolean isBar(Call call) {
        return call.is("|", 2) || call.is("||", 2);
    }

    private Set<BitSet> randomTerm(Call bar, @Nullable String structure) {
        FixedPart columns = expandFixed(bar.argument(0), "stands left of | in (" + bar.text() + ")");
        if (!columns.offsets().isEmpty()) {
            throw new GlmmException(
                    ErrorCode.SYNTAX, "an offset stands left of | in (" + bar.text() + "); offsets are fixed terms");
        }
        String covariance = structure != null ? structure : bar.function().equals("||") ? "diag" : "unstructured";
        for (List<Expr> grouping : groupings(bar.argument(1), bar)) {
            String group = grouping.stream().map(Expr::text).collect(Collectors.joining(":"));
            random.add(new RandomPart(columns, grouping, group, covariance.equals("diag") ? "diagonal" : covariance));
            Limits.check(random.size(), Limits.NESTING, "random terms");
        }
        return none();
    }

    /** {@code a/b} groups by {@code b:a}, the finest, and then by {@code a}. */
    private static List<List<Expr>> groupings(Expr expr, Call bar) {
        if (expr instanceof Call call) {
            if (call.is("(", 1)) {
                return groupings(call.argument(0), bar);
            }
            if (call.is("/", 2)) {
                List<List<Expr>> outer = groupings(call.argument(0), bar);
                List<List<Expr>> all = new ArrayList<>();
                all.add(concatenate(interaction(call.argument(1), bar), outer.get(0)));
                all.addAll(outer);
                return all;
            }
        }
        return List.of(interaction(expr, bar));
    }

    private static List<Expr> interaction(Expr expr, Call bar) {
        if (expr instanceof Call call) {
            if (call.is("(", 1)) {
                return interaction(call.argument(0), bar);
            }
            if (call.is(":", 2)) {
                return concatenate(interaction(call.argument(0), bar), interaction(call.argument(1), bar));
            }
        }
        boolean factor = expr instanceof Expr.Variable
                || (expr instanceof Call call
                        && Character.isLetter(call.function().charAt(0)));
        if (!factor || expr.equals(new Expr.Variable(Variables.DOT))) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found " + expr.text() + " as a grouping factor in (" + bar.text()
                            + "), expected a column, a:b or a/b; write one random term for each grouping factor");
        }
        requireNumeric(expr);
        return List.of(expr);
    }

    private static List<Expr> concatenate(List<Expr> first, List<Expr> second) {
        List<Expr> all = new ArrayList<>(first);
        second.stream().filter(expr -> !first.contains(expr)).forEach(all::add);
        return List.copyOf(all);
    }

    private static Set<BitSet> none() {
        return new LinkedHashSet<>();
    }

    private static Set<BitSet> union(Set<BitSet> into, Set<BitSet> more) {
        into.addAll(more);
        Limits.check(into.size(), Limits.TERMS, "terms");
        return into;
    }
}
