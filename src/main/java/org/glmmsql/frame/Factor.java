package org.glmmsql.frame;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
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
    private static final Comparator<String> CODE_POINTS = Factor::compareCodePoints;

    public static Factor of(Expr expr, Frame frame, ExprCompiler compiler) {
        Expr inner = expr;
        while (inner instanceof Call call
                && List.of("factor", "as.factor", "(", "I").contains(call.function())) {
            inner = call.argument(0);
        }
        if (inner instanceof Expr.Variable v && frame.column(frame.slot(v.name())) instanceof FactorColumn column) {
            return ofText(column, frame);
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

    private static Factor ofText(FactorColumn column, Frame frame) {
        int[] codes = new int[frame.size()];
        boolean[] used = new boolean[column.levels().size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = column.codes()[frame.row(i)];
            if (codes[i] >= 0) {
                used[codes[i]] = true;
            }
        }
        List<Integer> order = IntStream.range(0, used.length)
                .filter(level -> used[level])
                .boxed()
                .sorted(
                        column.ordered()
                                ? Comparator.naturalOrder()
                                : Comparator.comparing(column.levels()::get, CODE_POINTS))
                .toList();
        return new Factor(order.stream().map(column.levels()::get).toList(), codes).renumbered(order, used.length);
    }

    private static Factor ofNumbers(RowFunction values, NumericColumn.Kind kind, Frame frame) {
        LongIndex distinct = new LongIndex();
        int[] codes = new int[frame.size()];
        for (int i = 0; i < codes.length; i++) {
            double value = values.at(frame, i);
            // adding 0 makes -0 and 0 one value
            codes[i] = Double.isNaN(value) ? -1 : distinct.add(Double.doubleToLongBits(value + 0.0));
        }
        double[] numbers = IntStream.range(0, distinct.size())
                .mapToDouble(code -> Double.longBitsToDouble(distinct.key(code)))
                .toArray();
        List<Integer> order = IntStream.range(0, numbers.length)
                .boxed()
                .sorted(Comparator.comparingDouble(code -> numbers[code]))
                .toList();
        List<String> levels =
                order.stream().map(code -> kind.label(numbers[code])).toList();
        return new Factor(levels, codes).renumbered(order, numbers.length);
    }

    /** Renames codes in place. @param order old codes in the order of the levels */
    private Factor renumbered(List<Integer> order, int oldCodes) {
        int[] map = new int[oldCodes];
        for (int code = 0; code < order.size(); code++) {
            map[order.get(code)] = code;
        }
        for (int i = 0; i < codes.length; i++) {
            codes[i] = codes[i] < 0 ? -1 : map[codes[i]];
        }
        return this;
    }

    /** The combinations that occur of several factors of the same rows, the first varying slowest, named {@code a:b}. */
    public static Factor interaction(List<Factor> factors) {
        Factor all = factors.get(0);
        for (Factor next : factors.subList(1, factors.size())) {
            all = all.by(next);
        }
        return all;
    }

    private Factor by(Factor inner) {
        int width = inner.levels.size();
        LongIndex distinct = new LongIndex();
        int[] combined = new int[codes.length];
        for (int i = 0; i < combined.length; i++) {
            boolean missing = codes[i] < 0 || inner.codes[i] < 0;
            combined[i] = missing ? -1 : distinct.add((long) codes[i] * width + inner.codes[i]);
        }
        List<Integer> order = IntStream.range(0, distinct.size())
                .boxed()
                .sorted(Comparator.comparingLong(distinct::key))
                .toList();
        List<String> names = order.stream()
                .map(distinct::key)
                .map(key -> levels.get((int) (key / width)) + ":" + inner.levels.get((int) (key % width)))
                .toList();
        return new Factor(names, combined).renumbered(order, distinct.size());
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
