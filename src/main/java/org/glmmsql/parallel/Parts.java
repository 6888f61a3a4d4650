package org.glmmsql.parallel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Work in numbered parts, which threads take one after the other until none is left: parts may take very different times, and no thread
 * waits long for another at the end.
 *
 * <p>When control goes back, no thread is in the work any more and none will enter it, whatever happened: a part may read memory that its
 * owner takes back right after (an engine's buffers). A parallel stream does not promise that: it throws as soon as one part failed, while
 * others run.
 */
public final class Parts {
    /** The bit of {@link #state} that is set when nobody may enter any more; the others count the helpers inside. */
    private static final int CLOSED = Integer.MIN_VALUE;

    /** Looks at the state before the caller sleeps: most parts end at about the same time. */
    private static final int SPINS = 1 << 10;

    private final Thread caller = Thread.currentThread();
    private final int parts;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger state = new AtomicInteger();
    /** By thread: its failure, and the part that failed. A thread ends with its first failure. */
    private final @Nullable Throwable[] failures;

    private final int[] failedParts;
    private volatile @Nullable Work work;

    /** Work on one part. */
    @FunctionalInterface
    public interface Work {
        /** @param thread 0 to threads - 1, never two at a time, to find scratch by */
        void on(int thread, int part);
    }

    private Parts(int threads, int parts, Work work) {
        this.parts = parts;
        this.work = work;
        this.failures = new Throwable[threads];
        this.failedParts = new int[threads];
    }

    /** As many threads as can work at the same time: those of the pool and the caller. */
    public static int threads() {
        return ForkJoinPool.getCommonPoolParallelism() + 1;
    }

    /**
     * Works on 0 to parts - 1. They are begun in this order, by the caller too; after a failure no part is begun any more. Returns or throws
     * when all that was begun has ended.
     *
     * @throws RuntimeException or Error that of the first part that failed, in the order of parts and not of time; those of others that
     *     failed beside it are suppressed in it
     */
    public static void forEach(int threads, int parts, Work work) {
        int workers = Math.min(threads, parts);
        if (workers <= 1) {
            for (int part = 0; part < parts; part++) work.on(0, part);
            return;
        }
        Parts run = new Parts(workers, parts, work);
        ForkJoinTask<?>[] helpers = new ForkJoinTask<?>[workers];
        try {
            run.callForHelp(helpers);
            run.workAs(0);
        } finally {
            run.close();
        }
        for (int thread = workers - 1; thread > 0; thread--) {
            if (helpers[thread] != null && !helpers[thread].isDone()) helpers[thread].tryUnfork();
        }
        run.throwFailure();
    }

    /** The caller goes on alone, or with some, where the system has no thread for more. */
    private void callForHelp(ForkJoinTask<?>[] helpers) {
        try {
            for (int thread = 1; thread < helpers.length; thread++) {
                helpers[thread] = new Helper(thread);
                helpers[thread].fork();
            }
        } catch (OutOfMemoryError | RejectedExecutionException fewer) {
            return; // what the work itself needs and does not get, it says
        }
    }

    /** A thread of the pool that works too, unless all is done before it comes. */
    private final class Helper extends RecursiveAction {
        private static final long serialVersionUID = 1L;
        private final int thread;

        Helper(int thread) {
            this.thread = thread;
        }

        @Override
        protected void compute() {
            if (enter()) {
                try {
                    workAs(thread);
                } finally {
                    leave();
                }
            }
        }
    }

    private void workAs(int thread) {
        Work todo = work;
        int part = next.getAndIncrement();
        try {
            for (; part < parts; part = next.getAndIncrement()) todo.on(thread, part);
        } catch (Throwable failure) {
            fail(thread, part, failure);
        }
    }

    private void fail(int thread, int part, Throwable failure) {
        next.set(parts);
        failedParts[thread] = part;
        failures[thread] = failure;
    }

    private boolean enter() {
        for (int now = state.get(); now >= 0; now = state.get()) {
            if (state.compareAndSet(now, now + 1)) return true;
        }
        return false;
    }

    private void leave() {
        if (state.decrementAndGet() == CLOSED) LockSupport.unpark(caller);
    }

    /** Lets nobody enter any more, and waits for those inside; nothing but their end ends that, no interrupt either. */
    private void close() {
        boolean interrupted = false;
        state.addAndGet(CLOSED);
        for (int spins = 0; state.get() != CLOSED; spins++) {
            try {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted(); // an interrupted thread would not sleep
                }
            } catch (Throwable noRoom) { // on the stack or in the heap, to sleep
                spins = 0;
            }
        }
        work = null; // a task that still waits for a thread holds nothing of the caller's
        if (interrupted) caller.interrupt();
    }

    private void throwFailure() {
        int first = -1;
        for (int thread = 0; thread < failures.length; thread++) {
            if (failures[thread] != null && (first < 0 || failedParts[thread] < failedParts[first])) first = thread;
        }
        if (first < 0) return;
        Throwable failure = failures[first];
        for (Throwable other : failures) {
            if (other != null && other != failure) failure.addSuppressed(other);
        }
        if (failure instanceof Error error) throw error;
        throw (RuntimeException) failure;
    }
}
