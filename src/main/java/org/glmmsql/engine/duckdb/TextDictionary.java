package org.glmmsql.engine.duckdb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glmmsql.frame.MemoryBudget;

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
    /** An open hash table of the inlined texts: two longs a slot, and 1 + code, 0 for a free slot. A look-up reads two places in memory. */
    private long[] texts = new long[128];

    private int[] codes = new int[64];
    private int inlined;

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
        if (codes[slot] == 0) {
            int code = newLevel(vector.text(data, row));
            put(slot, first, second, 1 + code);
            if (2 * ++inlined > codes.length) {
                grow();
            }
            return code;
        }
        return codes[slot] - 1;
    }

    private int newLevel(String text) {
        MemoryBudget.requireText(text, levels.size());
        levels.add(text);
        return levels.size() - 1;
    }

    /** Where a text is, or the free slot where it belongs. */
    private int slot(long first, long second) {
        int mask = codes.length - 1;
        long hash = first * 0x9E3779B97F4A7C15L ^ second * 0xC2B2AE3D27D4EB4FL;
        int slot = (int) (hash ^ hash >>> 29 ^ hash >>> 43) & mask;
        while (codes[slot] != 0 && (texts[2 * slot] != first || texts[2 * slot + 1] != second)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void put(int slot, long first, long second, int code) {
        texts[2 * slot] = first;
        texts[2 * slot + 1] = second;
        codes[slot] = code;
    }

    private void grow() {
        long[] oldTexts = texts;
        int[] oldCodes = codes;
        texts = new long[2 * oldTexts.length];
        codes = new int[2 * oldCodes.length];
        for (int old = 0; old < oldCodes.length; old++) {
            if (oldCodes[old] != 0) {
                long first = oldTexts[2 * old];
                long second = oldTexts[2 * old + 1];
                put(slot(first, second), first, second, oldCodes[old]);
            }
        }
    }

    List<String> levels() {
        return levels;
    }
}
