package org.glmmsql.likelihood;

/** Asks whether to go on, once for every few million operations: often enough to stop at once, too seldom to cost. Not thread-safe. */
final class Checkpoint {
    private static final long STRETCH = 1 << 22;

    private final Runnable cancellation;
    private long operations;

    /** @param cancellation throws to stop */
    Checkpoint(Runnable cancellation) {
        this.cancellation = cancellation;
    }

    /** To be called after every piece of work. @param size about how many multiplications it was */
    void after(long size) {
        operations += size;
        if (operations < STRETCH) return;
        operations = 0;
        cancellation.run();
    }
}
