package org.glmmsql.likelihood;

import java.util.Arrays;

/** Sorts small and large sets of keys by index, with scratch that is used again. */
final class KeySort {
    private long[] packed = new long[64];

    /** Indexes i from 0 to n - 1 in the order of the keys of item[from + i], which may be equal, into {@code order}. */
    void sort(long[] key, int[] item, int from, int n, int[] order) {
        if (n == 0) return;
        if (packed.length < n) packed = new long[Math.max(n, 2 * packed.length)];
        // the index rides in the low bits of the key
        long mask = n == 1 ? 0 : (Long.highestOneBit(n - 1L) << 1) - 1;
        for (int i = 0; i < n; i++) packed[i] = (key[item[from + i]] & ~mask) | i;
        Arrays.sort(packed, 0, n);
        for (int i = 0; i < n; i++) order[i] = (int) (packed[i] & mask);
        // equal high bits: insertion by the whole key
        for (int i = 1; i < n; i++) {
            int o = order[i];
            long k = key[item[from + o]];
            int j = i;
            for (; j > 0 && (packed[j - 1] & ~mask) == (k & ~mask) && key[item[from + order[j - 1]]] > k; j--)
                order[j] = order[j - 1];
            order[j] = o;
        }
    }
}
