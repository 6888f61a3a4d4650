package org.glmmsql.model;

import java.util.List;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;

/**
 * A number in (0, 1) for each row, from a seed and the row's own values: the same for the same values on every engine, whatever the order of
 * the rows and the numbering of levels is. Two rows with the same values have the same number. By the finalizer of SplitMix64 (Steele, Lea
 * and Flood 2014).
 */
final class RowHash {
    private static final long MISSING = 0x5851F42D4C957F2DL;

    private final long start;
    private final List<Column> columns;
    /** By column, of its levels; empty for numbers. */
    private final long[][] levels;

    RowHash(long start, List<Column> columns) {
        this.start = start;
        this.columns = columns;
        levels = columns.stream()
                .map(column -> column instanceof FactorColumn factor
                        ? factor.levels().stream()
                                .mapToLong(level -> text(1, level))
                                .toArray()
                        : new long[0])
                .toArray(long[][]::new);
    }

    /** A start for a seed and the number of a draw. */
    static long start(long seed, long draw) {
        return mix(mix(seed) ^ draw);
    }

    static long text(long start, String text) {
        long hash = mix(start ^ text.length());
        for (int i = 0; i < text.length(); i++) {
            hash = mix(hash ^ text.charAt(i));
        }
        return hash;
    }

    /** Of row i. */
    double uniform(int i) {
        long hash = start;
        for (int j = 0; j < levels.length; j++) {
            hash = mix(hash ^ value(j, i));
        }
        return uniform(hash);
    }

    private long value(int j, int i) {
        Column column = columns.get(j);
        if (column.isMissing(i)) {
            return MISSING;
        }
        return column instanceof NumericColumn number
                ? Double.doubleToLongBits(number.values()[i] + 0.0) // -0 and 0 are one value
                : levels[j][((FactorColumn) column).codes()[i]];
    }

    /** 52 bits and a half: never 0, never 1. */
    static double uniform(long hash) {
        return ((mix(hash) >>> 12) + 0.5) * 0x1p-52;
    }

    /** After a multiplication that makes a chain of them depend on the order. */
    static long mix(long z) {
        z = (z + 0x9E3779B97F4A7C15L) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
