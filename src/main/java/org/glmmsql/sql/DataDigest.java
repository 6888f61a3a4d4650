package org.glmmsql.sql;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.DecimalRest;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.parallel.Parts;

/**
 * A 128-bit digest of a set of rows that does not depend on their order: each row is hashed in two lanes, and the hashes are added.
 * (DuckDB may hand the same rows over in another order, and a fit does not depend on it.) Hashing is keyed by a secret of this
 * process, so that nobody can construct two data sets that collide.
 */
record DataDigest(long lane1, long lane2, long rows) {
    private static final int BLOCK = 1024;
    /** Rows that one thread hashes at a time. */
    private static final int PART = 1 << 17;

    private static final long MISSING = 0x5851F42D4C957F2DL;
    private static final long KEY1, KEY2;

    static {
        SecureRandom random = new SecureRandom();
        KEY1 = random.nextLong();
        KEY2 = random.nextLong();
    }

    static DataDigest of(List<Column> columns) {
        int rows = columns.isEmpty() ? 0 : columns.get(0).size();
        Lane one = new Lane(columns, KEY1);
        Lane two = new Lane(columns, KEY2);
        int parts = (rows + PART - 1) / PART;
        DataDigest[] sums = new DataDigest[parts];
        Parts.forEach(
                Parts.threads(),
                parts,
                (thread, part) -> sums[part] = sum(columns, part * PART, Math.min(rows, part * PART + PART), one, two));
        return Arrays.stream(sums).reduce(new DataDigest(one.header, two.header, 0), DataDigest::plus);
    }

    /** What a lane makes of the columns: their names and types, and of each level of text. */
    private static final class Lane {
        final long header;
        final long[][] levels;

        Lane(List<Column> columns, long key) {
            long hash = key;
            for (Column column : columns) {
                hash = mix(hash ^ header(column, key));
            }
            header = hash;
            levels = levelHashes(columns, key);
        }
    }

    private DataDigest plus(DataDigest other) {
        return new DataDigest(lane1 + other.lane1, lane2 + other.lane2, rows + other.rows);
    }

    /** Of the rows from {@code first} to before {@code end}. */
    private static DataDigest sum(List<Column> columns, int first, int end, Lane one, Lane two) {
        int block = Math.min(BLOCK, end - first);
        long[] hash1 = new long[block], hash2 = new long[block];
        long sum1 = 0, sum2 = 0;
        for (int from = first; from < end; from += BLOCK) {
            int length = Math.min(BLOCK, end - from);
            Arrays.fill(hash1, 0, length, one.header);
            Arrays.fill(hash2, 0, length, two.header);
            for (int j = 0; j < columns.size(); j++) {
                if (columns.get(j) instanceof NumericColumn numeric) {
                    addNumbers(numeric, from, length, hash1, hash2);
                } else {
                    int[] codes = ((FactorColumn) columns.get(j)).codes();
                    addCodes(codes, from, length, one.levels[j], hash1);
                    addCodes(codes, from, length, two.levels[j], hash2);
                }
            }
            for (int i = 0; i < length; i++) {
                sum1 += hash1[i];
                sum2 += hash2[i];
            }
        }
        return new DataDigest(sum1, sum2, end - first);
    }

    private static void addNumbers(NumericColumn column, int from, int length, long[] hash1, long[] hash2) {
        double[] values = column.values();
        for (int i = 0; i < length; i++) {
            long value = column.isMissing(from + i) ? MISSING : Double.doubleToRawLongBits(values[from + i]);
            hash1[i] = mix(hash1[i] ^ value);
            hash2[i] = mix(hash2[i] ^ value);
        }
        DecimalRest rest = column.rest();
        for (int part = 0; rest != null && part < rest.parts(); part++) {
            for (int i = 0; i < length; i++) {
                long value = Double.doubleToRawLongBits(rest.part(part, from + i));
                hash1[i] = mix(hash1[i] ^ value);
                hash2[i] = mix(hash2[i] ^ value);
            }
        }
    }

    private static void addCodes(int[] codes, int from, int length, long[] levelHashes, long[] hash) {
        for (int i = 0; i < length; i++) {
            int code = codes[from + i];
            hash[i] = mix(hash[i] ^ (code < 0 ? MISSING : levelHashes[code]));
        }
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
