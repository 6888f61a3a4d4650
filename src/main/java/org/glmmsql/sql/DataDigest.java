package org.glmmsql.sql;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;

/**
 * A 128-bit digest of a set of rows that does not depend on their order: each row is hashed in two lanes, and the hashes are added.
 * (DuckDB may hand the same rows over in another order, and a fit does not depend on it.) Hashing is keyed by a secret of this
 * process, so that nobody can construct two data sets that collide.
 */
record DataDigest(long lane1, long lane2, long rows) {
    private static final int BLOCK = 1024;
    private static final long KEY1, KEY2;

    static {
        SecureRandom random = new SecureRandom();
        KEY1 = random.nextLong();
        KEY2 = random.nextLong();
    }

    static DataDigest of(List<Column> columns) {
        int rows = columns.isEmpty() ? 0 : columns.get(0).size();
        long[][] levelHashes1 = levelHashes(columns, KEY1);
        long[][] levelHashes2 = levelHashes(columns, KEY2);
        long header1 = KEY1, header2 = KEY2;
        for (Column column : columns) {
            header1 = mix(header1 ^ header(column, KEY1));
            header2 = mix(header2 ^ header(column, KEY2));
        }
        long sum1 = header1, sum2 = header2;
        long[] lane1 = new long[BLOCK], lane2 = new long[BLOCK];
        for (int from = 0; from < rows; from += BLOCK) {
            int length = Math.min(BLOCK, rows - from);
            Arrays.fill(lane1, 0, length, header1);
            Arrays.fill(lane2, 0, length, header2);
            for (int j = 0; j < columns.size(); j++) {
                addColumn(columns.get(j), from, length, levelHashes1[j], lane1);
                addColumn(columns.get(j), from, length, levelHashes2[j], lane2);
            }
            for (int i = 0; i < length; i++) {
                sum1 += lane1[i];
                sum2 += lane2[i];
            }
        }
        return new DataDigest(sum1, sum2, rows);
    }

    private static void addColumn(Column column, int from, int length, long[] levelHashes, long[] lane) {
        for (int i = 0; i < length; i++) {
            lane[i] = mix(lane[i] ^ valueHash(column, from + i, levelHashes));
        }
    }

    private static long valueHash(Column column, int row, long[] levelHashes) {
        if (column.isMissing(row)) {
            return 0x5851F42D4C957F2DL;
        }
        return column instanceof NumericColumn numeric
                ? Double.doubleToRawLongBits(numeric.values()[row])
                : levelHashes[((FactorColumn) column).codes()[row]];
    }

    private static long[][] levelHashes(List<Column> columns, long key) {
        return columns.stream()
                .map(column -> column instanceof FactorColumn factor
                        ? factor.levels().stream()
                                .mapToLong(level -> hash(level, key))
                                .toArray()
                        : new long[0])
                .toArray(long[][]::new);
    }

    /** Name, type, and the levels where their order says something. */
    private static long header(Column column, long key) {
        long hash = hash(column.name(), key);
        if (column instanceof NumericColumn numeric) {
            return mix(hash ^ (1 + numeric.kind().ordinal()));
        }
        FactorColumn factor = (FactorColumn) column;
        if (factor.ordered()) {
            for (String level : factor.levels()) {
                hash = mix(hash ^ hash(level, key));
            }
        }
        return hash;
    }

    private static long hash(String text, long key) {
        long hash = mix(key ^ text.length());
        for (int i = 0; i < text.length(); i++) {
            hash = mix(hash ^ text.charAt(i));
        }
        return hash;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014), after a multiplication that makes it depend on the order of columns. */
    private static long mix(long z) {
        z *= 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
