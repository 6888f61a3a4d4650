package org.glmmsql.design;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.InvalidDataException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.FixedPart;
import org.glmmsql.formula.Term;
import org.glmmsql.formula.Variables;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.MemoryBudget;
import org.glmmsql.frame.RowChoice;

/** The columns that terms become, in R's order and with R's names, compiled once for any rows. */
final class ModelMatrix {
    static final String INTERCEPT = "(Intercept)";

    /** Of a column without its values: its name and how it is made. */
    static final long COLUMN_BYTES = 400;

    private final List<MatrixColumn> columns;
    private final List<Term> empty;

    /** A product of pieces, the intercept being the product of none; {@code term} as printed. */
    private record MatrixColumn(String name, Term term, List<Piece> pieces) {
        String key() {
            return pieces.stream().map(Piece::key).sorted().collect(Collectors.joining("\n"));
        }

        /** Whether it is a numeric column as it came. */
        boolean isVariable() {
            return pieces.size() == 1 && pieces.get(0).variable() >= 0;
        }

        double at(CodedRows rows, int i) {
            double product = 1;
            for (int k = 0; k < pieces.size(); k++) {
                product *= pieces.get(k).values().at(rows, i);
            }
            return product;
        }
    }

    private ModelMatrix(List<MatrixColumn> columns, List<Term> empty) {
        this.columns = columns;
        this.empty = empty;
    }

    static ModelMatrix compile(FixedPart part, TermCoder coder) {
        List<MatrixColumn> columns = new ArrayList<>();
        if (part.intercept()) {
            columns.add(new MatrixColumn(INTERCEPT, new Term(INTERCEPT, List.of()), List.of()));
        }
        List<Term> empty = new ArrayList<>();
        boolean spansConstant = part.intercept();
        Map<Expr, Integer> indexes = new HashMap<>();
        List<BitSet> contents =
                part.terms().stream().map(term -> contents(term, indexes)).toList();
        for (int t = 0; t < part.terms().size(); t++) {
            Term term = part.terms().get(t);
            List<MatrixColumn> expanded = List.of(new MatrixColumn("", term, List.of()));
            for (Expr factor : term.factors()) {
                boolean full = needsIndicators(contents, t, indexes.getOrDefault(factor, -1));
                if (!spansConstant && coder.isCategorical(factor)) {
                    // without an intercept the first factor of the formula takes its place
                    full = true;
                    spansConstant = true;
                }
                expanded = times(expanded, factor, coder.pieces(factor, full));
            }
            columns.addAll(expanded);
            if (expanded.isEmpty()) {
                empty.add(term);
            }
        }
        return new ModelMatrix(List.copyOf(columns), List.copyOf(empty));
    }

    /**
     * Whether a factor of a term is coded by indicators: contrasts do only if an earlier term contains the rest of this term (Chambers
     * and Hastie 1992, section 2.4.1).
     */
    private static boolean needsIndicators(List<BitSet> terms, int t, int factor) {
        BitSet rest = (BitSet) terms.get(t).clone();
        rest.clear(factor);
        return !rest.isEmpty() && terms.subList(0, t).stream().noneMatch(earlier -> contains(earlier, rest));
    }

    private static boolean contains(BitSet all, BitSet some) {
        for (int i = some.nextSetBit(0); i >= 0; i = some.nextSetBit(i + 1)) {
            if (!all.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** The factors of a term as numbers, new ones with the next number. */
    private static BitSet contents(Term term, Map<Expr, Integer> indexes) {
        BitSet contents = new BitSet();
        for (Expr factor : term.factors()) {
            contents.set(indexes.merge(factor, indexes.size(), (old, next) -> old));
        }
        return contents;
    }

    /** All products, the first factor varying fastest. */
    private static List<MatrixColumn> times(List<MatrixColumn> left, Expr factor, List<Piece> right) {
        long made = (long) left.size() * right.size();
        if (made > Integer.MAX_VALUE / 2) {
            throw new GlmmException(
                    ErrorCode.LIMIT, "a term with " + factor.text() + " has " + made + " columns; use fewer levels");
        }
        MemoryBudget.require(
                made * COLUMN_BYTES, "the " + made + " columns of a term with " + Excerpt.of(factor.text()) + " need");
        List<MatrixColumn> products = new ArrayList<>();
        for (Piece piece : right) {
            for (MatrixColumn column : left) {
                List<Piece> pieces = new ArrayList<>(column.pieces());
                pieces.add(piece);
                String name = factor.text() + piece.suffix();
                products.add(new MatrixColumn(
                        column.pieces().isEmpty() ? name : column.name() + ":" + name,
                        column.term(),
                        List.copyOf(pieces)));
            }
        }
        return products;
    }

    /** Of a predictor whose constant is estimated elsewhere. */
    ModelMatrix withoutIntercept() {
        return new ModelMatrix(
                columns.stream().filter(column -> !column.pieces().isEmpty()).toList(), empty);
    }

    List<String> names() {
        return columns.stream().map(MatrixColumn::name).toList();
    }

    /** The number of each column's term among those of its part, from 1; 0 for the intercept. */
    List<Integer> assign(FixedPart part) {
        return columns.stream()
                .map(column -> part.terms().indexOf(column.term()) + 1)
                .toList();
    }

    int size() {
        return columns.size();
    }

    /** The terms that have no column, because a factor has no contrasts. */
    List<Term> empty() {
        return empty;
    }

    /** Fills {@code x} with row i of complete rows. @throws GlmmException NOT_FINITE if a call gives NaN or infinity */
    void row(CodedRows rows, int i, double[] x) {
        for (int j = 0; j < columns.size(); j++) {
            MatrixColumn column = columns.get(j);
            x[j] = column.at(rows, i);
            if (!Double.isFinite(x[j])) {
                throw notFinite(column.name(), column.term().factors(), x[j], "", rows.frame(), i);
            }
        }
    }

    /**
     * All columns, each of at least {@code size} values.
     *
     * @param shared columns made before, by what they hold, for all matrices of the same rows
     * @throws GlmmException NOT_FINITE if a call gives NaN or infinity; MEMORY if there is no room for the columns
     */
    double[][] columns(CodedRows rows, Map<String, double[]> shared, Runnable cancellation) {
        int n = rows.frame().size();
        long made = columns.stream()
                .filter(column -> !column.isVariable() && !shared.containsKey(column.key()))
                .count();
        // a fit copies each once more, in an order of its own
        MemoryBudget.require(2 * made * n * Double.BYTES, n);
        double[][] result = new double[columns.size()][];
        for (int j = 0; j < result.length; j++) {
            MatrixColumn column = columns.get(j);
            cancellation.run();
            result[j] = shared.computeIfAbsent(column.key(), key -> values(column, rows));
        }
        return result;
    }

    private static double[] values(MatrixColumn column, CodedRows rows) {
        Frame frame = rows.frame();
        if (column.isVariable()) {
            return frame.numbers(column.pieces().get(0).variable());
        }
        if (column.pieces().isEmpty()) {
            return Ones.of(frame.size());
        }
        double[] values = new double[frame.size()];
        Arrays.fill(values, 1);
        for (Piece piece : column.pieces()) {
            piece.values().multiply(rows, values);
        }
        requireFinite(column.name(), column.term().factors(), values, frame);
        return values;
    }

    /** @param exprs whose variables explain a value that is not finite */
    static void requireFinite(String name, List<Expr> exprs, double[] values, Frame frame) {
        long bad = Arrays.stream(values, 0, frame.size())
                .filter(v -> !Double.isFinite(v))
                .count();
        if (bad > 0) {
            int first = RowChoice.first(frame, i -> !Double.isFinite(values[i]));
            throw notFinite(
                    name, exprs, values[first], bad == 1 ? "" : " in " + bad + " rows, the first", frame, first);
        }
    }

    static GlmmException notFinite(String name, List<Expr> exprs, double value, String where, Frame frame, int i) {
        return new InvalidDataException(
                ErrorCode.NOT_FINITE,
                "'" + name + "' is " + value + where + " where "
                        + RowChoice.values(frame, List.copyOf(Variables.of(exprs)), i)
                        + "; filter such rows or change the formula");
    }
}
