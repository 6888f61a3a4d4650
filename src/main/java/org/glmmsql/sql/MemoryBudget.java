package org.glmmsql.sql;

import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/**
 * Asks whether the heap has room before it is used, because an OutOfMemoryError thrown into a database can close it (H2) or take the
 * queries of others with it.
 */
public final class MemoryBudget {
    private static final long ALWAYS_GRANTED = 1 << 20;

    private MemoryBudget() {}

    /**
     * Returns if {@code bytes} can be allocated and a quarter of the heap is left for others.
     *
     * @param rows collected so far, for the message
     * @throws GlmmException MEMORY
     */
    public static void require(long bytes, long rows) {
        if (bytes <= ALWAYS_GRANTED || hasRoom(bytes)) {
            return;
        }
        System.gc(); // what looks used may be garbage; only near the limit is this worth its price
        if (!hasRoom(bytes)) {
            throw new GlmmException(
                    ErrorCode.MEMORY,
                    rows + " rows are in memory and there is no room for " + megabytes(bytes) + " more MB in a heap of "
                            + megabytes(Runtime.getRuntime().maxMemory())
                            + " MB; give Java more (-Xmx), use fewer columns, or group equal rows with counts or weights");
        }
    }

    private static boolean hasRoom(long bytes) {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return bytes < runtime.maxMemory() - used - runtime.maxMemory() / 4;
    }

    private static long megabytes(long bytes) {
        return bytes >> 20;
    }
}
