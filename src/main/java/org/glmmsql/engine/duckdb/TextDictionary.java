package org.glmmsql.engine.duckdb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.GlmmBridge.Vector;

/**
 * Codes of the distinct texts of a column. DuckDB keeps a text in 16 bytes: length and, up to 12 bytes, the text itself, so that those
 * are compared as two longs without a call into the driver.
 */
final class TextDictionary {
    private static final int MAX_INLINED = 12;

    private final Vector vector;
    private final ByteBuffer data;
    private final List<String> levels = new ArrayList<>();
    private final Map<String, Integer> longTexts = new HashMap<>();
    private int[] slots = new int[64]; // 1 + code, 0 for free; open addressing
    private long[] firsts = new long[32]; // by code of an inlined text
    private long[] seconds = new long[32];
    private int inlined;
    private int[] codes = new int[32]; // of the inlined texts, in the order they came

    TextDictionary(Vector vector, ByteBuffer data) {
        this.vector = vector;
        this.data = data;
    }

    int code(int row) {
        if (data.getInt(16 * row) > MAX_INLINED) {
            return longTexts.computeIfAbsent(vector.text(data, row), this::newLevel);
        }
        long first = data.getLong(16 * row);
        long second = data.getLong(16 * row + 8);
        int slot = slot(first, second);
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (firsts[entry] == first && seconds[entry] == second) {
                return codes[entry];
            }
            slot = slot + 1 & slots.length - 1;
        }
        return add(slot, first, second, newLevel(vector.text(data, row)));
    }

    private int newLevel(String text) {
        levels.add(text);
        return levels.size() - 1;
    }

    private int add(int slot, long first, long second, int code) {
        if (inlined == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * inlined);
            seconds = Arrays.copyOf(seconds, 2 * inlined);
            codes = Arrays.copyOf(codes, 2 * inlined);
        }
        firsts[inlined] = first;
        seconds[inlined] = second;
        codes[inlined] = code;
        slots[slot] = ++inlined;
        if (2 * inlined > slots.length) {
            rehash();
        }
        return code;
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        for (int entry = 0; entry < inlined; entry++) {
            int slot = slot(firsts[entry], seconds[entry]);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = entry + 1;
        }
    }

    private int slot(long first, long second) {
        long hash = first * 0x9E3779B97F4A7C15L ^ second * 0xC2B2AE3D27D4EB4FL;
        return (int) (hash ^ hash >>> 29 ^ hash >>> 43) & slots.length - 1;
    }

    List<String> levels() {
        return levels;
    }
}
