package org.glmmsql.design;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.FixedPart;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.Variables;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.LongIndex;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.frame.Spread;

/** Takes from the rows of a fit where their variables lie, and which levels of factors occur together. */
final class GridLearner {
    private final ModelSpec spec;
    private final CodedRows rows;
    private final Runnable cancellation;

    private GridLearner(ModelSpec spec, CodedRows rows, Runnable cancellation) {
        this.spec = spec;
        this.rows = rows;
        this.cancellation = cancellation;
    }

    /** @param cancellation throws to stop the work; called between passes over the rows */
    static ReferenceGrid learn(ModelSpec spec, TermCoder coder, CodedRows rows, Runnable cancellation) {
        if (rows.frame().size() == 0) {
            return ReferenceGrid.NONE;
        }
        GridLearner learner = new GridLearner(spec, rows, cancellation);
        return new ReferenceGrid(learner.variables(), learner.cells(coder));
    }

    /** The columns that fixed parts and offsets read. */
    static List<String> names(ModelSpec spec) {
        Set<String> names = new LinkedHashSet<>();
        for (FixedPart part : spec.fixedParts()) {
            part.terms().forEach(term -> names.addAll(Variables.of(term.factors())));
            names.addAll(Variables.of(part.offsets()));
        }
        OffsetSum.of(spec).map(Variables::of).ifPresent(names::addAll);
        return spec.variables().stream().filter(names::contains).toList();
    }

    /** The factors of the fixed parts, each once. */
    static List<Expr> factors(ModelSpec spec, Recipe recipe) {
        return spec.fixedParts().stream()
                .flatMap(part -> part.terms().stream())
                .flatMap(term -> term.factors().stream())
                .filter(expr -> recipe.levels().containsKey(expr.text()))
                .distinct()
                .toList();
    }

    private List<ReferenceVariable> variables() {
        Frame frame = rows.frame();
        List<ReferenceVariable> variables = new ArrayList<>();
        for (String name : names(spec)) {
            cancellation.run();
            int slot = frame.slot(name);
            Column column = frame.column(slot);
            variables.add(
                    column instanceof NumericColumn numeric
                            ? new ReferenceVariable(
                                    name,
                                    numeric.kind().name().toLowerCase(Locale.ROOT),
                                    Spread.of(i -> frame.number(slot, i), frame.size()))
                            : new ReferenceVariable(name, "text", null));
        }
        return List.copyOf(variables);
    }

    private List<ReferenceCells> cells(TermCoder coder) {
        List<Expr> factors = factors(spec, coder.recipe());
        if (factors.isEmpty()) {
            return List.of();
        }
        List<String> names = factors.stream().map(Expr::text).toList();
        int[][] codes =
                factors.stream().map(expr -> rows.codes()[coder.index(expr)]).toArray(int[][]::new);
        int[] sizes = names.stream()
                .mapToInt(name -> coder.recipe().levels().get(name).size())
                .toArray();
        cancellation.run();
        ReferenceCells all = cells(names, codes, sizes);
        if (all != null) {
            return List.of(all);
        }
        return IntStream.range(0, sizes.length)
                .mapToObj(f -> cells(names.subList(f, f + 1), new int[][] {codes[f]}, new int[] {sizes[f]}))
                .filter(one -> one != null)
                .toList();
    }

    /** Null where there are too many combinations. */
    private static @org.jspecify.annotations.Nullable ReferenceCells cells(
            List<String> names, int[][] codes, int[] sizes) {
        if (IntStream.of(sizes).mapToDouble(size -> size).reduce(1, (a, b) -> a * b) > Long.MAX_VALUE / 2) {
            return null;
        }
        LongIndex distinct = new LongIndex();
        int[] count = new int[ReferenceGrid.MOST_CELLS];
        for (int i = 0; i < codes[0].length; i++) {
            long key = 0;
            for (int f = 0; f < sizes.length; f++) {
                key = key * sizes[f] + codes[f][i];
            }
            int number = distinct.add(key);
            if (number == count.length) {
                return null;
            }
            count[number]++;
        }
        List<int[]> counts = IntStream.range(0, distinct.size())
                .boxed()
                .sorted((a, b) -> Long.compare(distinct.key(a), distinct.key(b)))
                .map(number -> row(distinct.key(number), sizes, count[number]))
                .toList();
        return new ReferenceCells(names, counts);
    }

    private static int[] row(long key, int[] sizes, int count) {
        int[] row = new int[sizes.length + 1];
        row[sizes.length] = count;
        long rest = key;
        for (int f = sizes.length - 1; f >= 0; f--) {
            row[f] = (int) (rest % sizes[f]);
            rest /= sizes[f];
        }
        return row;
    }
}
