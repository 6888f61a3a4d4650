package org.glmmsql.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;

/**
 * A categorical variable of a frame.
 *
 * @param levels those that occur, in value order: numbers and dates by value, text by code point (the order of SQL's C collation), an
 *     ENUM in its own order; FALSE and TRUE always both
 * @param codes index into {@code levels} by row, -1 for NULL
 */
public record Factor(List<String> levels, int[] codes) {
    /** Calls that have the values of their first argument; the order of the levels is another matter. */
    static final Set<String> IS_ITS_ARGUMENT = Set.of("factor", "as.factor", "relevel", "(", "I");

    public static Factor of(Expr expr, Frame frame, ExprCompiler compiler) {
        Expr inner = expr;
        while (inner instanceof Call call && IS_ITS_ARGUMENT.contains(call.function())) {
            if (call.arity() > 1 && call.function().equals("factor")) {
                Factor all = of(call.argument(0), frame, compiler);
                for (Expr next : call.arguments().subList(1, call.arity())) {
                    all = all.by(of(next, frame, compiler), ",", false);
                }
                return all;
            }
            inner = call.argument(0);
        }
        if (inner instanceof Call call && call.function().equals("interaction")) {
            return call.arguments().stream()
                    .map(argument -> of(argument, frame, compiler))
                    .reduce((all, next) -> all.by(next, ".", true))
                    .orElseThrow();
        }
        if (inner instanceof Expr.Variable v && frame.column(frame.slot(v.name())) instanceof FactorColumn column) {
            return ofText(column, frame);
        }
        if (inner instanceof Expr.Variable v
                && frame.column(frame.slot(v.name())) instanceof NumericColumn column
                && column.rest() != null) {
            return ofDecimals(column, column.rest(), frame);
        }
        RowFunction values = compiler.compile(inner);
        if (ExprType.of(inner, frame) == ExprType.LOGICAL) {
            int[] codes = new int[frame.size()];
            for (int i = 0; i < codes.length; i++) {
                double value = values.at(frame, i);
                codes[i] = Double.isNaN(value) ? -1 : value == 0 ? 0 : 1;
            }
            return new Factor(List.of("FALSE", "TRUE"), codes);
        }
        NumericColumn.Kind kind =
                inner instanceof Expr.Variable v && frame.column(frame.slot(v.name())) instanceof NumericColumn column
                        ? column.kind()
                        : NumericColumn.Kind.NUMBER;
        return ofNumbers(values, kind, frame);
    }

    /** One level for all rows, {@code 1}. */
    public static Factor one(int rows) {
        return new Factor(List.of("1"), new int[rows]);
    }

    private static Factor ofText(FactorColumn column, Frame frame) {
        int[] codes = new int[frame.size()];
        boolean[] used = new boolean[column.levels().size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = column.codes()[frame.row(i)];
            if (codes[i] >= 0) {
                used[codes[i]] = true;
            }
        }
        List<Integer> order = new ArrayList<>();
        for (int level = 0; level < used.length; level++) {
            if (used[level]) {
                order.add(level);
            }
        }
        if (!column.ordered()) {
            order.sort(Comparator.comparing(column.levels()::get, textOrder(column.levels())));
        }
        return renumbered(order, column.levels(), codes, used.length);
    }

    /** Code points. Java's own order of strings is that and fast, unless characters stand in two units. */
    private static Comparator<String> textOrder(List<String> levels) {
        for (String level : levels) {
            if (level.chars().anyMatch(unit -> Character.isSurrogate((char) unit))) {
                return Factor::compareCodePoints;
            }
        }
        return Comparator.naturalOrder();
    }

    private static Factor ofNumbers(RowFunction values, NumericColumn.Kind kind, Frame frame) {
        LongIndex distinct = new LongIndex();
        int[] codes = new int[frame.size()];
        for (int i = 0; i < codes.length; i++) {
            double value = values.at(frame, i);
            // adding 0 makes -0 and 0 one value
            codes[i] = Double.isNaN(value) ? -1 : distinct.add(Double.doubleToLongBits(value + 0.0));
        }
        List<String> labels = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int code = 0; code < distinct.size(); code++) {
            labels.add(kind.label(Double.longBitsToDouble(distinct.key(code))));
            order.add(code);
        }
        order.sort(Comparator.comparingDouble(code -> Double.longBitsToDouble(distinct.key(code))));
        return renumbered(order, labels, codes, labels.size());
    }

    /** Decimals with more digits than a double: the doubles of each, from the largest on, are compared one after the other. */
    private static Factor ofDecimals(NumericColumn column, DecimalRest rest, Frame frame) {
        Map<List<Double>, Integer> distinct = new LinkedHashMap<>();
        List<String> labels = new ArrayList<>();
        int[] codes = new int[frame.size()];
        for (int i = 0; i < codes.length; i++) {
            int row = frame.row(i);
            if (column.isMissing(row) || Double.isNaN(column.values()[row])) {
                codes[i] = -1;
                continue;
            }
            List<Double> digits = new ArrayList<>(List.of(column.values()[row] + 0.0));
            for (int part = 0; part < rest.parts(); part++) {
                digits.add(rest.part(part, row) + 0.0);
            }
            Integer known = distinct.putIfAbsent(digits, labels.size());
            codes[i] = known == null ? labels.size() : known;
            if (known == null) {
                labels.add(column.label(row));
            }
        }
        List<List<Double>> sorted = new ArrayList<>(distinct.keySet());
        Comparator<List<Double>> byValue = Comparator.comparing(digits -> digits.get(0));
        for (int part = 1; part <= rest.parts(); part++) {
            int next = part;
            byValue = byValue.thenComparing(digits -> digits.get(next));
        }
        sorted.sort(byValue);
        return renumbered(sorted.stream().map(distinct::get).toList(), labels, codes, labels.size());
    }

    /** @param order the codes in use in the order of the levels to be; {@code codes} are renamed in place */
    private static Factor renumbered(List<Integer> order, List<String> labels, int[] codes, int oldCodes) {
        int[] map = new int[oldCodes];
        List<String> levels = new ArrayList<>(order.size());
        for (int code : order) {
            map[code] = levels.size();
            levels.add(labels.get(code));
        }
        for (int i = 0; i < codes.length; i++) {
            codes[i] = codes[i] < 0 ? -1 : map[codes[i]];
        }
        return new Factor(Collections.unmodifiableList(levels), codes);
    }

    /** The combinations that occur of several factors of the same rows, the first varying slowest, named {@code a:b}. */
    public static Factor interaction(List<Factor> factors) {
        Factor all = factors.get(0);
        for (Factor next : factors.subList(1, factors.size())) {
            all = all.by(next, ":", false);
        }
        return all;
    }

    /** @param firstFastest whether of the levels' order, as in R's interaction() */
    private Factor by(Factor inner, String separator, boolean firstFastest) {
        int width = inner.levels.size();
        LongIndex distinct = new LongIndex();
        int[] combined = new int[codes.length];
        for (int i = 0; i < combined.length; i++) {
            boolean missing = codes[i] < 0 || inner.codes[i] < 0;
            combined[i] = missing ? -1 : distinct.add((long) codes[i] * width + inner.codes[i]);
        }
        List<String> labels = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int code = 0; code < distinct.size(); code++) {
            long key = distinct.key(code);
            labels.add(levels.get((int) (key / width)) + separator + inner.levels.get((int) (key % width)));
            order.add(code);
        }
        int height = levels.size();
        order.sort(Comparator.comparingLong(code -> {
            long key = distinct.key(code);
            return firstFastest ? key % width * height + key / width : key;
        }));
        return renumbered(order, labels, combined, labels.size());
    }

    /** The same rows by other levels. @param positions the new code of each level, -1 for none */
    public int[] recoded(int[] positions) {
        int[] recoded = new int[codes.length];
        for (int i = 0; i < recoded.length; i++) {
            recoded[i] = codes[i] < 0 ? -1 : positions[codes[i]];
        }
        return recoded;
    }

    private static int compareCodePoints(String a, String b) {
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }
}
