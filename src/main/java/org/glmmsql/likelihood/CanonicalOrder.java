package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An order of rows and levels that depends on what the rows say and not on how they came: levels are ranked by a hash of their rows,
 * rows by level and hash. Results then have the same bits whatever order the database delivers and however levels are named, equal
 * rows are merged into one with a count, and the rows of a cluster are contiguous (D23).
 *
 * @param rows row numbers of the data in canonical order, one for each of the {@code distinct} rows; what follows means nothing
 * @param count how many rows of the data each stands for, distinct values
 * @param original by factor, level number of the data by canonical rank
 * @param rank by factor, canonical rank by level number of the data
 */
record CanonicalOrder(int[] rows, int distinct, double[] count, List<int[]> original, List<int[]> rank) {
    /** Rounds in which crossed factors tell each other's levels apart. */
    private static final int REFINEMENTS = 3;
    /** Rows that are merged and sorted between two looks at the cancellation. */
    private static final int LOOK_ROWS = 1 << 18;

    /**
     * @param contents columns that make up a row
     * @param levels by factor, level number by row; the first factor leads the order of rows
     * @param sizes by factor, number of levels
     * @param merge whether equal rows become one
     * @param cancellation throws to stop the work
     */
    static CanonicalOrder of(
            int n, List<double[]> contents, List<int[]> levels, int[] sizes, boolean merge, Runnable cancellation) {
        List<double[]> varying = varying(n, contents);
        long[] hash = new long[n];
        for (double[] column : varying) {
            cancellation.run();
            addHash(n, column, hash);
        }
        for (int i = 0; i < n; i++) hash[i] = mix(hash[i]);
        int factors = sizes.length;
        long[][] key = new long[factors][];
        for (int round = 0; round < (factors > 1 ? REFINEMENTS : 1); round++) {
            for (int f = 0; f < factors; f++) {
                cancellation.run();
                key[f] = new long[sizes[f]];
                int[] level = levels.get(f);
                for (int i = 0; i < n; i++) key[f][level[i]] += mix(hash[i]);
            }
            if (factors > 1)
                for (int i = 0; i < n; i++) {
                    long h = hash[i];
                    for (int f = 0; f < factors; f++) h = mix(h + key[f][levels.get(f)[i]]);
                    hash[i] = h;
                }
        }
        List<int[]> original = new ArrayList<>();
        List<int[]> rank = new ArrayList<>();
        for (int f = 0; f < factors; f++) {
            int[] order = sortedIndexes(key[f]);
            int[] ranks = new int[sizes[f]];
            for (int r = 0; r < sizes[f]; r++) ranks[order[r]] = r;
            original.add(order);
            rank.add(ranks);
        }
        int[] start = factors == 0 ? new int[] {0, n} : starts(n, levels.get(0), rank.get(0));
        int[] rows = factors == 0 ? IntStream.range(0, n).toArray() : byLevel(n, levels.get(0), rank.get(0), start);
        DistinctRows distinct =
                new DistinctRows(rows, hash, varying.toArray(double[][]::new), levels.toArray(int[][]::new), merge);
        for (int l = 0, looked = 0; l + 1 < start.length; l++) {
            if (start[l] - looked >= LOOK_ROWS) {
                cancellation.run();
                looked = start[l];
            }
            distinct.add(start[l], start[l + 1]);
        }
        distinct.finish();
        return new CanonicalOrder(rows, distinct.size(), distinct.counts(), original, rank);
    }

    /** With the rows of each group, which lie together, in the order of a number; as they are without one. No row may stand for several. */
    CanonicalOrder by(int[] group, int @Nullable [] number) {
        if (number == null) return this;
        int[] sorted = rows.clone();
        for (int from = 0, end; from < distinct; from = end) {
            end = from + 1;
            while (end < distinct && group[rows[end]] == group[rows[from]]) end++;
            long[] keys = new long[end - from];
            // no two rows of a group have the same
            for (int i = from; i < end; i++) keys[i - from] = (long) number[rows[i]] << 32 | rows[i];
            Arrays.sort(keys);
            for (int i = from; i < end; i++) sorted[i] = (int) keys[i - from];
        }
        return new CanonicalOrder(sorted, distinct, count, original, rank);
    }

    /** Without what is known of the levels of the first factor. */
    CanonicalOrder withoutFirst() {
        return new CanonicalOrder(
                rows, distinct, count, original.subList(1, original.size()), rank.subList(1, rank.size()));
    }

    /** The columns that tell rows apart, each once: intercepts and unit weights are constant, slopes are in X too. */
    private static List<double[]> varying(int n, List<double[]> contents) {
        List<double[]> varying = new ArrayList<>();
        for (double[] column : contents) {
            if (!constant(column, n) && varying.stream().noneMatch(other -> other == column)) varying.add(column);
        }
        return varying;
    }

    /** Whether each value equals the next: a comparison of ranges, which the JVM does in vectors. */
    static boolean constant(double[] column, int n) {
        return n == 0 || Arrays.equals(column, 0, n - 1, column, 1, n);
    }

    /** -0.0 counts as 0.0. A multiplication carries bits up, the shifts bring them down again. */
    private static void addHash(int n, double[] column, long[] hash) {
        for (int i = 0; i < n; i++) {
            long h = Long.rotateLeft(hash[i] + Double.doubleToRawLongBits(column[i] + 0.0), 27) * 0x9E3779B97F4A7C15L;
            hash[i] = h ^ (h >>> 31);
        }
    }

    /** First place of each level in canonical order, and n. */
    private static int[] starts(int n, int[] level, int[] rank) {
        int[] start = new int[rank.length + 1];
        for (int i = 0; i < n; i++) start[rank[level[i]] + 1]++;
        for (int l = 0; l < rank.length; l++) start[l + 1] += start[l];
        return start;
    }

    /** Row numbers by level, as they come within it. */
    private static int[] byLevel(int n, int[] level, int[] rank, int[] start) {
        int[] next = start.clone();
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) rows[next[rank[level[i]]]++] = i;
        return rows;
    }

    /** Indexes that sort the keys. */
    private static int[] sortedIndexes(long[] keys) {
        int n = keys.length;
        int[] order = new int[n];
        new KeySort().sort(keys, IntStream.range(0, n).toArray(), 0, n, order);
        return order;
    }

    static long mix(long x) {
        long h = x * 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
        h = (h ^ (h >>> 29)) * 0xBF58476D1CE4E5B9L;
        return h ^ (h >>> 32);
    }
}
