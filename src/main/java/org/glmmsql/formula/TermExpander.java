package org.glmmsql.formula;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.random.Structure;
import org.glmmsql.random.Structures;
import org.jspecify.annotations.Nullable;

/**
 * Expands one right-hand side by the algebra of Wilkinson and Rogers (1973), as R's {@code terms()}: a term is a set of factors, a
 * formula a set of terms ordered by degree. Random terms are set aside on the way.
 */
final class TermExpander {
    static final Set<String> FORMULA_ONLY = Stream.concat(
                    Stream.of(
                            ":",
                            "offset",
                            "cbind",
                            "poly",
                            "ns",
                            "bs",
                            "factor",
                            "as.factor",
                            "relevel",
                            "interaction"),
                    Structures.calls().stream().filter(call -> !Functions.isNumeric(call)))
            .collect(Collectors.toUnmodifiableSet());

    /** Calls that make a factor. */
    static final Set<String> FACTOR = Set.of("factor", "as.factor", "relevel", "interaction");

    /** Calls whose arguments may be such calls. */
    private static final Set<String> OF_FACTORS = Set.of("relevel", "interaction", "dummy");

    static final Expr DOT = new Expr.Variable(Variables.DOT);

    private static final Set<String> CHAINED = Set.of("+", "-", "*", ":", "/");
    private static final Set<String> SUM = Set.of("+", "-");

    /** Factors in order of first appearance; a term is a set of indexes into it, the empty set is the intercept. */
    private final List<Expr> factors = new ArrayList<>();

    private final Map<Expr, Integer> indexes = new HashMap<>();
    private final List<Expr> offsets = new ArrayList<>();
    private final List<RandomPart> random = new ArrayList<>();
    private final Work work;
    private boolean intercept = true;

    private final boolean strict;

    private TermExpander(Work work, boolean strict) {
        this.work = work;
        this.strict = strict;
    }

    /** The fixed and random terms of a right-hand side. */
    record Expansion(FixedPart fixed, List<RandomPart> random) {}

    /** @param strict whether what a minus takes out has to be there; not where a dot is replaced, by the columns that a fit kept for example */
    static Expansion expand(Expr rightHandSide, Work work, boolean strict) {
        TermExpander expander = new TermExpander(work, strict);
        Set<BitSet> terms = expander.terms(rightHandSide, true);
        return new Expansion(expander.fixedPart(terms), List.copyOf(expander.random));
    }

    /** Expands a right-hand side where random terms have no meaning. */
    static FixedPart expandFixed(Expr rightHandSide, Supplier<String> place, Work work, boolean strict) {
        Expansion expansion = expand(rightHandSide, work, strict);
        if (!expansion.random().isEmpty()) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "a random term (" + expansion.random().get(0).group() + ") " + place.get()
                            + "; only fixed terms are expected there");
        }
        return expansion.fixed();
    }

    private FixedPart fixedPart(Set<BitSet> terms) {
        List<String> names = factors.stream().map(Expr::text).toList();
        List<Term> ordered = terms.stream()
                .filter(term -> !term.isEmpty())
                .sorted(Comparator.comparingInt(BitSet::cardinality))
                .map(term -> term(term, names))
                .toList();
        return new FixedPart(intercept, ordered, List.copyOf(offsets));
    }

    private Term term(BitSet term, List<String> names) {
        work.name(term.stream().mapToLong(i -> names.get(i).length() + 1L).sum());
        return new Term(
                term.stream().mapToObj(names::get).collect(Collectors.joining(":")),
                term.stream().mapToObj(factors::get).toList());
    }

    /**
     * The terms of an expression. Chains of operators are deep on their left, and walked by a loop.
     *
     * @param summand whether it is added to the other terms, where offsets, random terms and 0 have their place
     */
    private Set<BitSet> terms(Expr expr, boolean summand) {
        Deque<Call> chain = new ArrayDeque<>();
        Deque<Boolean> added = new ArrayDeque<>();
        boolean isSummand = summand;
        Expr first = expr;
        while (first instanceof Call call && call.arity() == 2 && CHAINED.contains(call.function())) {
            chain.push(call);
            added.push(isSummand);
            isSummand = isSummand && SUM.contains(call.function());
            first = call.argument(0);
        }
        Set<BitSet> terms = first instanceof Expr.Number n
                ? constant(n.value(), true, isSummand)
                : first instanceof Call call ? withIntercept(call(call, isSummand), isSummand) : atom(first);
        for (Call call : chain) {
            isSummand = added.pop();
            terms = withIntercept(combined(call, terms, isSummand), isSummand);
        }
        return terms;
    }

    /** The empty product among summands, as in {@code x * 1}, is the intercept. */
    private Set<BitSet> withIntercept(Set<BitSet> terms, boolean summand) {
        if (summand && terms.remove(new BitSet())) {
            intercept = true;
        }
        return terms;
    }

    private Set<BitSet> combined(Call call, Set<BitSet> left, boolean summand) {
        Expr right = call.argument(1);
        switch (call.function()) {
            case "+" -> {
                return union(left, terms(right, summand));
            }
            case "-" -> {
                return without(left, right, removed(right, summand));
            }
            case "*" -> {
                Set<BitSet> b = terms(right, false);
                return union(union(union(none(), left), b), products(left, b));
            }
            case "/" -> {
                return nested(left, right);
            }
            default -> {
                return products(left, terms(right, false));
            }
        }
    }

    private Set<BitSet> call(Call call, boolean summand) {
        switch (call.function()) {
            case "(" -> {
                return call.argument(0) instanceof Call inner && isBar(inner)
                        ? randomTerm(inner, null, summand)
                        : terms(call.argument(0), summand);
            }
            case "+" -> {
                return terms(call.argument(0), summand);
            }
            case "-" -> {
                return without(none(), call.argument(0), removed(call.argument(0), summand));
            }
            case "^" -> {
                return power(call);
            }
            case "offset" -> {
                requireSummand(call, summand);
                if (!offsets.contains(call.argument(0))) {
                    requireNumeric(call);
                    offsets.add(call.argument(0));
                }
                return none();
            }
            case "|", "||" ->
                throw new GlmmException(
                        ErrorCode.SYNTAX, "a random term needs parentheses: write (" + call.text() + ")");
            default -> {
                boolean structured = Structures.byCall(call.function()).isPresent()
                        && (ofBar(call) || !Functions.isNumeric(call.function()));
                return structured ? structured(call, summand) : atom(call);
            }
        }
    }

    /** In a product or below a power, an offset or a random term would mean nothing. */
    private static void requireSummand(Expr expr, boolean summand) {
        if (!summand) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found " + expr.text()
                            + " in a product, a power or after a minus, expected it added to the other terms: + "
                            + expr.text());
        }
    }

    /** {@code 0} and {@code 1} in a sum switch the intercept; {@code 1} as a factor is the empty product. */
    private Set<BitSet> constant(double value, boolean added, boolean summand) {
        if (value != 0 && value != 1) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found the number " + Printer.number(value)
                            + " as a term, expected a column, 0 or 1; arithmetic goes into I(...), a"
                            + " known coefficient into offset(...)");
        }
        if (summand) {
            intercept = added == (value == 1);
        } else if (value == 0 || !added) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found " + (added ? "" : "- ") + Printer.number(value)
                            + " in a product or a power of terms, where it means nothing; write 0 + or - 1 outside of it");
        }
        Set<BitSet> terms = none();
        if (value == 1 && !summand) {
            terms.add(new BitSet());
        }
        return terms;
    }

    /** The terms after a minus; the intercept and an offset are taken out at once. */
    private Set<BitSet> removed(Expr expr, boolean summand) {
        if (expr instanceof Expr.Number n) {
            return constant(n.value(), false, summand);
        }
        if (expr instanceof Call call && call.is("offset", 1)) {
            requireSummand(call, summand);
            if (!offsets.remove(call.argument(0)) && strict) {
                throw nothingToRemove(expr, call.text());
            }
            return none();
        }
        Set<BitSet> terms = terms(expr, false);
        if (terms.remove(new BitSet())) {
            constant(1, false, summand);
        }
        return terms;
    }

    /** Removes terms, each of which has to be there, unless a {@code .} may stand for it. */
    private Set<BitSet> without(Set<BitSet> left, Expr minus, Set<BitSet> removed) {
        Integer dot = indexes.get(DOT);
        boolean open = dot != null
                && (left.stream().anyMatch(term -> term.get(dot))
                        || removed.stream().anyMatch(term -> term.get(dot)));
        for (BitSet term : removed) {
            if (!left.remove(term) && strict && !open) {
                throw nothingToRemove(minus, text(term));
            }
        }
        return left;
    }

    private String text(BitSet term) {
        return term.stream().mapToObj(i -> factors.get(i).text()).collect(Collectors.joining(":"));
    }

    private static GlmmException nothingToRemove(Expr minus, String term) {
        return new GlmmException(
                ErrorCode.SYNTAX,
                "found - " + Excerpt.of(minus.text()) + ", and no " + Excerpt.of(term)
                        + " stands before it that it could take out; leave it away");
    }

    private Set<BitSet> atom(Expr expr) {
        if (expr instanceof Expr.Text || expr instanceof Expr.Logical || expr instanceof Expr.Named) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found " + expr.text()
                            + " as a term, expected a column; quote column names with double quotes or backticks");
        }
        Integer index = indexes.get(expr);
        if (index == null) {
            if (expr instanceof Call call) {
                requireNoBar(call);
            }
            requireNumeric(expr);
            index = factors.size();
            factors.add(expr);
            indexes.put(expr, index);
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
        if (call.depth() > Limits.DEPTH) {
            throw new GlmmException(
                    ErrorCode.LIMIT,
                    "the model text has more than " + Limits.DEPTH
                            + " operations inside one another in one expression; compute it in the query");
        }
        for (Expr argument : call.arguments()) {
            boolean formulaOnly = argument instanceof Call inner
                    && FORMULA_ONLY.contains(inner.function())
                    && !(OF_FACTORS.contains(call.function()) && FACTOR.contains(inner.function()));
            if (formulaOnly || argument.equals(DOT)) {
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
                work.product();
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
        return union(outer, products(one, terms(inner, false)));
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
        Set<BitSet> base = terms(call.argument(0), false);
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

    private static boolean ofBar(Call call) {
        return call.arity() == 1 && call.argument(0) instanceof Call inner && isBar(inner);
    }

    /** {@code exp(x | g)} is a structure in the words of others; nobody means the exponential of an or. */
    private static void requireNoBar(Call call) {
        if (ofBar(call)
                && Functions.isNumeric(call.function())
                && !call.function().startsWith("as.")) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found " + Excerpt.of(call.text()) + ", and " + call.function()
                            + " is no covariance structure; known: "
                            + Structures.calls().stream().sorted().collect(Collectors.joining(", "))
                            + "; an or of two conditions is I(a | b)");
        }
    }

    private Set<BitSet> structured(Call call, boolean summand) {
        StructureCall term = StructureCall.of(call);
        return randomTerm(term.bar(), term.structure(), summand);
    }

    /** The factors right of a bar, one or an interaction. */
    static List<Expr> grouping(Call bar) {
        return GroupingFactors.combination(bar);
    }

    /** A column, a factor, or arithmetic on columns. */
    static void requirePosition(Expr expr) {
        boolean factor = expr instanceof Call call && FACTOR.contains(call.function());
        requireNumeric(factor ? expr : new Call("(", List.of(expr)));
    }

    private static boolean isBar(Call call) {
        return call.is("|", 2) || call.is("||", 2);
    }

    private Set<BitSet> randomTerm(Call bar, @Nullable Structure structure, boolean summand) {
        requireSummand(new Call("(", List.of(bar)), summand);
        FixedPart columns =
                expandFixed(bar.argument(0), () -> "stands left of | in (" + bar.text() + ")", work, strict);
        if (!columns.offsets().isEmpty()) {
            throw new GlmmException(
                    ErrorCode.SYNTAX, "an offset stands left of | in (" + bar.text() + "); offsets are fixed terms");
        }
        if (!columns.intercept() && columns.terms().isEmpty()) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "nothing stands left of | in (" + bar.text() + "); write (1 | group) or (0 + x | group)");
        }
        Structure covariance = structure == null ? StructureCall.of(bar.function()) : structure;
        if (covariance.byPosition()) {
            columns = positions(columns, covariance, bar);
        }
        boolean one = covariance.byPosition() && isOne(bar.argument(1));
        for (List<Expr> grouping : one ? List.of(List.<Expr>of()) : GroupingFactors.of(bar)) {
            String group = one ? "1" : grouping.stream().map(Expr::text).collect(Collectors.joining(":"));
            work.name(group.length());
            random.add(new RandomPart(columns, grouping, group, covariance.name()));
            Limits.check(random.size(), Limits.NESTING, "random terms");
        }
        return none();
    }

    /** The most coordinates that a position has. */
    private static final int COORDINATES = 3;

    /** One variable, or coordinates, as a factor whose levels are the positions, whether 0 was written beside it or not. */
    private static FixedPart positions(FixedPart columns, Structure structure, Call bar) {
        boolean point = structure.where() == Structure.Where.POINT;
        int most = point ? COORDINATES : 1;
        if (columns.terms().isEmpty()
                || columns.terms().size() > most
                || columns.terms().stream().anyMatch(term -> term.factors().size() != 1)) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found (" + bar.text() + ") in " + structure.call() + ", expected "
                            + (point
                                    ? "one to three numbers left of |, the coordinates of a row: " + structure.call()
                                            + "(x + y | group)"
                                    : "one variable left of |, the position of a row in its group: " + structure.call()
                                            + "(t | group)"));
        }
        List<Expr> positions = columns.terms().stream()
                .map(term -> term.factors().get(0))
                .map(position -> isFactor(position) && !point ? ((Call) position).argument(0) : position)
                .toList();
        String name = columns.terms().stream().map(Term::name).collect(Collectors.joining(" + "));
        return new FixedPart(false, List.of(new Term(name, List.of(new Call("factor", positions)))), List.of());
    }

    private static boolean isFactor(Expr position) {
        return position instanceof Call call && (call.is("factor", 1) || call.is("as.factor", 1));
    }

    /** {@code | 1}: all rows are of one level. */
    private static boolean isOne(Expr grouping) {
        return grouping instanceof Expr.Number number && number.value() == 1;
    }

    private static Set<BitSet> none() {
        return new LinkedHashSet<>();
    }

    private Set<BitSet> union(Set<BitSet> into, Set<BitSet> more) {
        for (BitSet term : more) {
            work.product();
            into.add(term);
        }
        Limits.check(into.size(), Limits.TERMS, "terms");
        return into;
    }
}
