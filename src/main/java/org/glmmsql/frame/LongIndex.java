package org.glmmsql.frame;

import java.util.Arrays;

/** Numbers the distinct values of a long column in order of first appearance: a hash table without objects. */
public final class LongIndex {
    private long[] keys = new long[16];
    private int[] slots = new int[32];
    private int size;

    public LongIndex() {
        Arrays.fill(slots, -1);
    }

    /** The number of a key, a new one if it was not seen before. */
    public int add(long key) {
        int slot = slot(key);
        if (slots[slot] >= 0) {
            return slots[slot];
        }
        if (size == keys.length) {
            grow();
            slot = slot(key);
        }
        keys[size] = key;
        slots[slot] = size;
        return size++;
    }

    public int size() {
        return size;
    }

    /** The key with a number. */
    public long key(int number) {
        return keys[number];
    }

    private int slot(long key) {
        int mask = slots.length - 1;
        long hash = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash ^ (hash >>> 32)) & mask;
        while (slots[slot] >= 0 && keys[slots[slot]] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        keys = Arrays.copyOf(keys, 2 * keys.length);
        slots = new int[4 * size];
        Arrays.fill(slots, -1);
        for (int number = 0; number < size; number++) {
            slots[slot(keys[number])] = number;
        }
    }
}
