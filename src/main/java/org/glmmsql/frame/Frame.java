package org.glmmsql.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.InvalidDataException;
import org.glmmsql.error.Suggestion;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a model bound to columns, and which rows of them count. Rows are numbered 0 to {@code size() - 1} without the
 * dropped ones; a variable is known by its slot, its place in {@code variables()}. Columns are read where they lie, never copied.
 */
public final class Frame {
    private final List<String> variables;
    private final Column[] columns;
    /** Of the columns. */
    private final int rows;

    private final int @Nullable [] kept;
    private final int size;
    private final long dropped;

    private Frame(List<String> variables, Column[] columns, int rows, int @Nullable [] kept, long dropped) {
        this.variables = variables;
        this.columns = columns;
        this.rows = rows;
        this.kept = kept;
        this.size = kept == null ? rows : kept.length;
        this.dropped = dropped;
    }

    /**
     * The rows without a NULL in any variable, for a fit; {@link #requireFinite} is for those that are left in the end.
     *
     * @throws GlmmException UNKNOWN_COLUMN; MISSING_VALUES if {@code naFail}
     */
    public static Frame complete(List<String> variables, List<Column> columns, boolean naFail) {
        Frame all =
                bind(variables, columns, columns.isEmpty() ? 0 : columns.get(0).size());
        BitSet missing = new BitSet();
        for (Column column : all.columns) {
            addMissing(column, missing);
        }
        if (missing.isEmpty()) {
            return all;
        }
        if (naFail) {
            throw new InvalidDataException(
                    ErrorCode.MISSING_VALUES,
                    missing.cardinality() + " of " + all.size + " rows have NULL in a used column ("
                            + all.namesOfMissing() + "); filter them, or use na_action = omit");
        }
        return new Frame(variables, all.columns, all.rows, others(missing, all.rows), missing.cardinality());
    }

    /** The rows from 0 to before {@code rows} that are not among some. */
    private static int[] others(BitSet some, int rows) {
        int[] others = new int[rows - some.cardinality()];
        for (int row = some.nextClearBit(0), i = 0; i < others.length; row = some.nextClearBit(row + 1)) {
            others[i++] = row;
        }
        return others;
    }

    /** The same without some of its rows, which do not count as dropped. */
    public Frame without(BitSet some) {
        if (some.isEmpty()) {
            return this;
        }
        int[] others = others(some, size);
        Arrays.setAll(others, i -> row(others[i]));
        return new Frame(variables, columns, rows, others, dropped);
    }

    /** The rows that are not in this frame, with whatever they hold; none of them counts as dropped. */
    public Frame leftOut() {
        BitSet here = new BitSet();
        if (kept == null) {
            here.set(0, rows);
        } else {
            IntStream.of(kept).forEach(here::set);
        }
        return new Frame(variables, columns, rows, others(here, rows), 0);
    }

    /**
     * All of a number of rows, for scoring: a NULL is NaN as a number and -1 as a code.
     *
     * @throws GlmmException UNKNOWN_COLUMN; NOT_FINITE for NaN or infinity
     */
    public static Frame all(List<String> variables, List<Column> columns, int rows) {
        Frame all = bind(variables, columns, rows);
        all.requireFinite();
        return all;
    }

    private static Frame bind(List<String> variables, List<Column> columns, int rows) {
        List<String> names = columns.stream().map(Column::name).toList();
        Column[] bound =
                variables.stream().map(name -> columns.get(find(name, names))).toArray(Column[]::new);
        return new Frame(variables, bound, rows, null, 0);
    }

    /**
     * The place of a name, or else of the only one that differs from it in case alone.
     *
     * @throws GlmmException UNKNOWN_COLUMN
     */
    public static int find(String name, List<String> names) {
        int exact = names.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        int[] alike = IntStream.range(0, names.size())
                .filter(j -> names.get(j).equalsIgnoreCase(name))
                .toArray();
        if (alike.length == 1) {
            return alike[0];
        }
        throw new GlmmException(
                ErrorCode.UNKNOWN_COLUMN,
                alike.length == 0
                        ? "no column '" + name + "' for the variable of the formula; " + Suggestion.among(name, names)
                        : "several columns differ from '" + name + "' in case only; write one of them exactly: "
                                + String.join(", ", names));
    }

    private static void addMissing(Column column, BitSet missing) {
        if (column instanceof NumericColumn numeric) {
            if (numeric.missing() != null) {
                missing.or(numeric.missing());
            }
        } else {
            for (int row = 0; row < column.size(); row++) {
                if (column.isMissing(row)) {
                    missing.set(row);
                }
            }
        }
    }

    private String namesOfMissing() {
        List<String> names = new ArrayList<>();
        for (int slot = 0; slot < columns.length; slot++) {
            BitSet missing = new BitSet();
            addMissing(columns[slot], missing);
            if (!missing.isEmpty()) {
                names.add(variables.get(slot) + ": " + missing.cardinality());
            }
        }
        return String.join(", ", names);
    }

    /** @throws InvalidDataException NOT_FINITE for NaN or infinity in one of the rows */
    public void requireFinite() {
        for (int slot = 0; slot < columns.length; slot++) {
            if (columns[slot] instanceof NumericColumn column) {
                requireFinite(variables.get(slot), column);
            }
        }
    }

    private void requireFinite(String variable, NumericColumn column) {
        double[] values = column.values();
        IntPredicate isBad = i -> !Double.isFinite(values[row(i)]) && !column.isMissing(row(i));
        long bad = IntStream.range(0, size).filter(isBad).count();
        if (bad > 0) {
            int first = RowChoice.first(this, isBad);
            List<String> others =
                    variables.stream().filter(other -> !other.equals(variable)).toList();
            throw new InvalidDataException(
                    ErrorCode.NOT_FINITE,
                    "column '" + variable + "' has " + bad + (bad == 1 ? " value that is" : " values that are")
                            + " not finite (" + (bad == 1 ? "" : "first: ") + values[row(first)]
                            + (others.isEmpty() ? "" : " where " + RowChoice.values(this, others, first))
                            + "); filter them or make them NULL");
        }
    }

    public List<String> variables() {
        return variables;
    }

    public int size() {
        return size;
    }

    /** Number of rows left out for a NULL. */
    public long dropped() {
        return dropped;
    }

    public int slot(String variable) {
        return variables.indexOf(variable);
    }

    public Column column(int slot) {
        return columns[slot];
    }

    /** Whether the variable of a row is NULL. */
    public boolean isMissing(int slot, int i) {
        return columns[slot].isMissing(row(i));
    }

    /** Index in the columns of row i. */
    int row(int i) {
        return kept == null ? i : kept[i];
    }

    /** The number in row i, a boolean as 0 or 1, NaN for NULL. @throws GlmmException COLUMN_TYPE if the column is text */
    public double number(int slot, int i) {
        if (columns[slot] instanceof NumericColumn column) {
            int row = row(i);
            return column.isMissing(row) ? Double.NaN : column.values()[row];
        }
        if (columns[slot] instanceof FactorColumn column && column.stray() != null) {
            throw column.mixed();
        }
        throw new GlmmException(
                ErrorCode.COLUMN_TYPE,
                "column '" + variables.get(slot)
                        + "' is text where the formula takes numbers; use it as a term or a grouping"
                        + " factor, compare it with text, or cast it in the query");
    }

    /** The values of a numeric column, its own array if no row is dropped; at least {@code size()} entries. */
    public double[] numbers(int slot) {
        if (kept == null && columns[slot] instanceof NumericColumn column) {
            return column.values();
        }
        double[] numbers = new double[size];
        Arrays.setAll(numbers, i -> number(slot, i));
        return numbers;
    }

    /** The value in row i as text, or null for NULL. */
    @Nullable
    public String label(int slot, int i) {
        int row = row(i);
        Column column = columns[slot];
        if (column.isMissing(row)) {
            return null;
        }
        if (column instanceof FactorColumn factor) {
            return factor.levels().get(factor.codes()[row]);
        }
        return ((NumericColumn) column).label(row);
    }
}
