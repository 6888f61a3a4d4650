package org.glmmsql.likelihood;

import java.util.Arrays;
import org.glmmsql.design.Ones;
import org.jspecify.annotations.Nullable;

/**
 * Merges the equal rows of one level after the other and sorts those that are left by hash. A table of the rows seen costs the same for each
 * row, so a level of millions of rows with a few hundred different ones is not sorted.
 */
final class DistinctRows {
    private static final int SMALLEST = 64;
    /** Share of the rows that may be left if merging is to pay. */
    private static final double WORTHWHILE = 0.9;

    private final int[] rows;
    private final long[] hash;
    private final double[][] contents;
    private final int[][] levels;
    private final boolean merge;
    private final KeySort sort = new KeySort();
    private int size;
    /** By row in canonical order; null as long as no row had an equal. */
    private int @Nullable [] count;

    /** Place + 1 of a row among those of the level, 0 where there is none. */
    private int[] table = new int[SMALLEST];

    private int[] order = new int[SMALLEST];
    private int[] sorted = new int[SMALLEST];

    /**
     * @param rows row numbers by level; the distinct ones are written over it from the front
     * @param hash by row number, equal for equal rows
     */
    DistinctRows(int[] rows, long[] hash, double[][] contents, int[][] levels, boolean merge) {
        this.rows = rows;
        this.hash = hash;
        this.contents = contents;
        this.levels = levels;
        this.merge = merge;
    }

    int size() {
        return size;
    }

    /** After the last level: rows with few equals come back, as they would cost more than they save in every pass of a fit. */
    void finish() {
        if (count == null || size < WORTHWHILE * rows.length) return;
        int to = rows.length;
        for (int i = size - 1; i >= 0; i--) {
            to -= count[i];
            Arrays.fill(rows, to, to + count[i], rows[i]);
        }
        size = rows.length;
        count = null;
    }

    double[] counts() {
        return count == null
                ? Ones.of(size)
                : Arrays.stream(count, 0, size).asDoubleStream().toArray();
    }

    /** The rows from..end-1 of one level, which come after those added before. */
    void add(int from, int end) {
        int first = size;
        if (merge) {
            merge(from, end);
        } else {
            System.arraycopy(rows, from, rows, first, end - from);
            size += end - from;
        }
        sort(first);
    }

    private void merge(int from, int end) {
        int first = size;
        int capacity = SMALLEST;
        Arrays.fill(table, 0, capacity, 0);
        for (int i = from; i < end; i++) {
            int row = rows[i];
            if (2 * (size - first) >= capacity) {
                capacity *= 4;
                enter(first, capacity);
            }
            int slot = slot(row, first, capacity);
            if (table[slot] != 0) {
                if (count == null) Arrays.fill(count = new int[rows.length], 1);
                count[first + table[slot] - 1]++;
                continue;
            }
            rows[size++] = row;
            table[slot] = size - first;
        }
    }

    /** The rows of the level so far into a larger table. */
    private void enter(int first, int capacity) {
        if (table.length < capacity) table = new int[capacity];
        Arrays.fill(table, 0, capacity, 0);
        for (int j = first; j < size; j++) table[slot(rows[j], first, capacity)] = j - first + 1;
    }

    /** Where a row is in the table, or where it would have to be. */
    private int slot(int row, int first, int capacity) {
        long h = hash[row];
        int slot = (int) (h >>> 33) & capacity - 1;
        while (table[slot] != 0) {
            int other = rows[first + table[slot] - 1];
            if (hash[other] == h && equal(other, row)) return slot;
            slot = slot + 1 & capacity - 1;
        }
        return slot;
    }

    private boolean equal(int a, int b) {
        for (int[] level : levels) if (level[a] != level[b]) return false;
        for (double[] column : contents) if (column[a] != column[b]) return false;
        return true;
    }

    /** The distinct rows of the level by hash; of equal hash, but for rows that are not merged one chance in 2^64 a pair, by contents. */
    private void sort(int first) {
        int n = size - first;
        if (order.length < n) {
            order = new int[Math.max(n, 2 * order.length)];
            sorted = new int[order.length];
        }
        sort.sort(hash, rows, first, n, order);
        for (int i = 1; i < n; i++) {
            int o = order[i];
            int j = i;
            for (; j > 0 && contentsDecide(rows[first + order[j - 1]], rows[first + o]); j--) order[j] = order[j - 1];
            order[j] = o;
        }
        permute(rows, first, n);
        if (count != null) permute(count, first, n);
    }

    private void permute(int[] values, int first, int n) {
        for (int j = 0; j < n; j++) sorted[j] = values[first + order[j]];
        System.arraycopy(sorted, 0, values, first, n);
    }

    /** Whether b comes before a although their hashes are equal. */
    private boolean contentsDecide(int a, int b) {
        return hash[a] == hash[b] && compare(a, b) > 0;
    }

    private int compare(int a, int b) {
        for (double[] column : contents) {
            int c = Double.compare(column[a] + 0.0, column[b] + 0.0);
            if (c != 0) return c;
        }
        return 0;
    }
}
