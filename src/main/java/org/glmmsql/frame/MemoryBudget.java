package org.glmmsql.frame;

import java.util.concurrent.atomic.AtomicLong;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/**
 * Asks whether the heap has room before it is used, because an OutOfMemoryError thrown into a database can close it (H2) or take the
 * queries of others with it.
 */
public final class MemoryBudget {
    /** The heap is looked at once for so many bytes: what is granted in between is small beside the quarter that stays free. */
    private static final long STRETCH = Runtime.getRuntime().maxMemory() / 128;

    /** A string, its entry in a table and the number there. */
    private static final long TEXT_OVERHEAD = 100;

    private static final AtomicLong GRANTED = new AtomicLong();

    private MemoryBudget() {}

    /**
     * Returns if {@code bytes} can be allocated and a quarter of the heap is left for others. Small requests count together: a hundred
     * thousand groups of a few rows fill a heap as well as one of many.
     *
     * @param rows collected so far, for the message
     * @throws GlmmException MEMORY
     */
    public static void require(long bytes, long rows) {
        if (!isGranted(bytes)) {
            throw refused(bytes, "a group has " + rows + " rows in memory, and beside what else is there");
        }
    }

    /**
     * The same for what is not rows.
     *
     * @param what begins the message: {@code "a model of 10 MB needs"}
     * @throws GlmmException MEMORY
     */
    public static void require(long bytes, String what) {
        if (!isGranted(bytes)) {
            throw refused(bytes, what + " room, and beside what else is there");
        }
    }

    private static boolean isGranted(long bytes) {
        if (GRANTED.addAndGet(bytes) < STRETCH) {
            return true;
        }
        GRANTED.set(0);
        if (!hasRoom(bytes)) {
            System.gc(); // what looks used may be garbage; only near the limit is this worth its price
            return hasRoom(bytes);
        }
        return true;
    }

    private static GlmmException refused(long bytes, String why) {
        return new GlmmException(
                ErrorCode.MEMORY,
                why + " a heap of " + megabytes(Runtime.getRuntime().maxMemory()) + " MB has no room for "
                        + Math.max(1, megabytes(bytes))
                        + " MB more; give Java more (-Xmx), use fewer columns or fewer groups in one query, or group equal rows with"
                        + " counts or weights");
    }

    /** The same for a text that is kept with its code. @throws GlmmException MEMORY */
    public static void requireText(String text, long rows) {
        require(TEXT_OVERHEAD + 2L * text.length(), rows);
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
