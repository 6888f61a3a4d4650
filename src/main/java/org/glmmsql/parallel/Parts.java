package org.glmmsql.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Work in numbered parts, which threads take one after the other until none is left: parts may take very different times, and no thread
 * waits long for another at the end.
 */
public final class Parts {
    private Parts() {}

    /** Work on one part. */
    @FunctionalInterface
    public interface Work {
        /** @param thread 0 to threads - 1, never two at a time, to find scratch by */
        void on(int thread, int part);
    }

    /** Works on 0 to parts - 1, in any order. A failure of one part is a failure of all. */
    public static void forEach(int threads, int parts, Work work) {
        int workers = Math.min(threads, parts);
        if (workers <= 1) {
            for (int part = 0; part < parts; part++) work.on(0, part);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        IntStream.range(0, workers).parallel().forEach(thread -> {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) work.on(thread, part);
        });
    }
}
