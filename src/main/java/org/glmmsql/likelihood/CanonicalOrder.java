package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.List;

/**
 * An order of rows and levels that depends on what the rows say and not on how they came: levels are ranked by a hash of their rows,
 * rows by level and hash. Results then have the same bits whatever order the database delivers and however levels are named, equal
 * rows are neighbours, and the rows of a cluster are contiguous.
 *
 * @param rows row numbers of the data in canonical order
 * @param original by factor, level number of the data by canonical rank
 * @param rank by factor, canonical rank by level number of the data
 */
record CanonicalOrder(int[] rows, List<int[]> original, List<int[]> rank) {
    /** Rounds in which crossed factors tell each other's levels apart. */
    private static final int REFINEMENTS = 3;

    /**
     * @param contents columns that make up a row
     * @param levels by factor, level number by row; the first factor leads the order of rows
     * @param sizes by factor, number of levels
     */
    static CanonicalOrder of(int n, List<double[]> contents, List<int[]> levels, int[] sizes) {
        long[] hash = new long[n];
        for (double[] column : contents)
            for (int i = 0; i < n; i++) hash[i] = mix(hash[i] + Double.doubleToLongBits(column[i] + 0.0));
        int factors = sizes.length;
        long[][] key = new long[factors][];
        for (int round = 0; round < (factors > 1 ? REFINEMENTS : 1); round++) {
            for (int f = 0; f < factors; f++) {
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
        List<int[]> original = new java.util.ArrayList<>();
        List<int[]> rank = new java.util.ArrayList<>();
        for (int f = 0; f < factors; f++) {
            int[] order = sortedIndexes(key[f]);
            int[] ranks = new int[sizes[f]];
            for (int r = 0; r < sizes[f]; r++) ranks[order[r]] = r;
            original.add(order);
            rank.add(ranks);
        }
        int[] rows;
        if (factors == 0) rows = sortedIndexes(hash);
        else rows = byLevel(n, levels.get(0), rank.get(0), sizes[0], hash);
        breakTies(rows, hash, contents, levels);
        return new CanonicalOrder(rows, original, rank);
    }

    /** Counting sort by the leading factor, then each level's rows by hash. */
    private static int[] byLevel(int n, int[] level, int[] rank, int m, long[] hash) {
        int[] next = new int[m + 1];
        for (int i = 0; i < n; i++) next[rank[level[i]] + 1]++;
        for (int l = 0; l < m; l++) next[l + 1] += next[l];
        int[] start = next.clone();
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) rows[next[rank[level[i]]]++] = i;
        for (int l = 0; l < m; l++) {
            int from = start[l];
            int len = start[l + 1] - from;
            long[] keys = new long[len];
            for (int j = 0; j < len; j++) keys[j] = hash[rows[from + j]];
            int[] order = sortedIndexes(keys);
            int[] sorted = new int[len];
            for (int j = 0; j < len; j++) sorted[j] = rows[from + order[j]];
            System.arraycopy(sorted, 0, rows, from, len);
        }
        return rows;
    }

    /** Indexes that sort the keys: the index rides in the low bits of the key, which a tie-break restores below. */
    private static int[] sortedIndexes(long[] keys) {
        int n = keys.length;
        if (n == 0) return new int[0];
        long mask = n == 1 ? 0 : (Long.highestOneBit(n - 1L) << 1) - 1;
        long[] packed = new long[n];
        for (int i = 0; i < n; i++) packed[i] = (keys[i] & ~mask) | i;
        Arrays.sort(packed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) order[i] = (int) (packed[i] & mask);
        // equal high bits: insertion sort by the whole key
        for (int i = 1; i < n; i++) {
            int o = order[i];
            int j = i;
            while (j > 0 && (keys[order[j - 1]] & ~mask) == (keys[o] & ~mask) && keys[order[j - 1]] > keys[o]) {
                order[j] = order[j - 1];
                j--;
            }
            order[j] = o;
        }
        return order;
    }

    /** Rows of equal hash are equal but for one chance in 2^64 a pair: then the contents decide. */
    private static void breakTies(int[] rows, long[] hash, List<double[]> contents, List<int[]> levels) {
        int[] lead = levels.isEmpty() ? null : levels.get(0);
        for (int i = 1; i < rows.length; i++) {
            int row = rows[i];
            int j = i;
            while (j > 0
                    && hash[rows[j - 1]] == hash[row]
                    && (lead == null || lead[rows[j - 1]] == lead[row])
                    && compare(rows[j - 1], row, contents) > 0) {
                rows[j] = rows[j - 1];
                j--;
            }
            rows[j] = row;
        }
    }

    private static int compare(int a, int b, List<double[]> contents) {
        for (double[] column : contents) {
            int c = Double.compare(column[a], column[b]);
            if (c != 0) return c;
        }
        return 0;
    }

    static long mix(long x) {
        long h = x * 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
        h = (h ^ (h >>> 29)) * 0xBF58476D1CE4E5B9L;
        return h ^ (h >>> 32);
    }
}
