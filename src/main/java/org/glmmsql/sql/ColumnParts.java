package org.glmmsql.sql;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;

/** Columns cut into parts of some rows, for work that needs memory for each row and can be shared. */
record ColumnParts(List<Column> columns) {
    private static final int ROWS = 2048;

    private int size() {
        return columns.get(0).size();
    }

    int count() {
        return (size() + ROWS - 1) / ROWS;
    }

    int rows(int part) {
        return Math.min(ROWS, size() - part * ROWS);
    }

    List<Column> columns(int part) {
        int from = part * ROWS;
        int to = from + rows(part);
        return columns.stream().map(column -> cut(column, from, to)).toList();
    }

    private static Column cut(Column column, int from, int to) {
        if (column instanceof FactorColumn factor) {
            int[] codes = Arrays.copyOfRange(factor.codes(), from, to);
            return new FactorColumn(factor.name(), codes, factor.levels(), to - from, factor.ordered(), factor.stray());
        }
        NumericColumn number = (NumericColumn) column;
        double[] values = Arrays.copyOfRange(number.values(), from, to);
        BitSet missing = number.missing() == null ? null : number.missing().get(from, to);
        return new NumericColumn(number.name(), number.kind(), values, to - from, missing);
    }
}
