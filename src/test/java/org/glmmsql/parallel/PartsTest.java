package org.glmmsql.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A part may read memory that is gone when control is back: nobody may be in the work then. */
@Timeout(60)
class PartsTest {
    private static final int THREADS = 4;

    @Test
    void everyPartIsDoneOnce() {
        for (int threads : new int[] {1, 2, 7}) {
            for (int parts : new int[] {0, 1, 2, 1000}) {
                AtomicIntegerArray done = new AtomicIntegerArray(parts);
                Parts.forEach(threads, parts, (thread, part) -> done.incrementAndGet(part));
                assertThat(done.toString()).isEqualTo(new AtomicIntegerArray(ones(parts)).toString());
            }
        }
    }

    private static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void aThreadHasItsNumberForItself() {
        AtomicIntegerArray inside = new AtomicIntegerArray(THREADS);
        AtomicInteger collisions = new AtomicInteger();
        Parts.forEach(THREADS, 2000, (thread, part) -> {
            if (inside.incrementAndGet(thread) != 1) collisions.incrementAndGet();
            LockSupport.parkNanos(1000);
            inside.decrementAndGet(thread);
        });
        assertThat(collisions).hasValue(0);
    }

    /** Failures of all kinds at random places, thrown while other threads are in long parts. */
    @Test
    void nobodyIsInTheWorkWhenAFailureArrives() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(THREADS);
        try {
            pool.submit(() -> {
                        RandomGenerator random =
                                RandomGeneratorFactory.of("L64X128MixRandom").create(7);
                        for (int run = 0; run < 400; run++) {
                            failAndLookInside(random.nextInt(20), run % 3, random.nextInt(200_000));
                        }
                    })
                    .get();
        } finally {
            pool.shutdown();
        }
    }

    private static void failAndLookInside(int bad, int kind, int nanos) {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        Throwable failure = catchThrowable(() -> Parts.forEach(THREADS, 1000, (thread, part) -> {
            inside.incrementAndGet();
            begun.incrementAndGet();
            try {
                if (part >= bad && part % 3 == bad % 3) throw failure(kind, part);
                LockSupport.parkNanos(nanos);
            } finally {
                inside.decrementAndGet();
            }
        }));
        assertThat(inside).hasValue(0);
        int begunThen = begun.get();
        assertThat(failure).hasMessage("part " + bad); // the first in order, whichever came first in time
        assertThat(begunThen).isLessThan(bad + 3 * THREADS);
        LockSupport.parkNanos(100_000);
        assertThat(begun).hasValue(begunThen);
    }

    private static <T extends Throwable> T failure(int kind, int part) throws T {
        String message = "part " + part;
        @SuppressWarnings("unchecked")
        T failure = (T)
                (kind == 0
                        ? new IllegalStateException(message)
                        : kind == 1 ? new OutOfMemoryError(message) : new StackOverflowError(message));
        throw failure;
    }

    @Test
    void failuresBesideTheFirstAreSuppressed() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(THREADS);
        try {
            pool.submit(() -> {
                        CountDownLatch all = new CountDownLatch(THREADS);
                        assertThatThrownBy(() -> Parts.forEach(THREADS, THREADS, (thread, part) -> {
                                    all.countDown();
                                    await(all);
                                    throw new IllegalStateException("part " + part);
                                }))
                                .hasMessage("part 0")
                                .satisfies(failure -> assertThat(failure.getSuppressed())
                                        .extracting(Throwable::getMessage)
                                        .containsExactlyInAnyOrder("part 1", "part 2", "part 3"));
                    })
                    .get();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void noPartIsBegunAfterAFailure() throws Exception {
        int parts = 1_000_000;
        ForkJoinPool pool = new ForkJoinPool(2);
        try {
            pool.submit(() -> {
                        CountDownLatch both = new CountDownLatch(2);
                        AtomicInteger begun = new AtomicInteger();
                        assertThatThrownBy(() -> Parts.forEach(2, parts, (thread, part) -> {
                                    begun.incrementAndGet();
                                    both.countDown();
                                    await(both);
                                    if (part == 0) throw new IllegalStateException("failed");
                                    Thread.yield();
                                }))
                                .hasMessage("failed");
                        assertThat(begun.get()).isLessThan(parts);
                    })
                    .get();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void oneFailureThrownByAllPartsIsNotSuppressedInItself() {
        IllegalStateException shared = new IllegalStateException("cancelled");
        assertThatThrownBy(() -> Parts.forEach(THREADS, 100, (thread, part) -> {
                    throw shared;
                }))
                .isSameAs(shared)
                .hasNoSuppressedExceptions();
    }

    @Test
    void anInterruptDoesNotEndTheWait() {
        AtomicInteger inside = new AtomicInteger();
        Thread caller = Thread.currentThread();
        Parts.forEach(THREADS, 64, (thread, part) -> {
            inside.incrementAndGet();
            if (Thread.currentThread() != caller) {
                caller.interrupt();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            inside.decrementAndGet();
        });
        assertThat(inside).hasValue(0);
        Thread.interrupted();
        Parts.forEach(THREADS, 64, (thread, part) -> {
            caller.interrupt();
            LockSupport.parkNanos(100_000);
        });
        assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
    }

    /** Nobody comes to help; the caller does not wait for help that is not there. */
    @Test
    void aPoolWithoutAFreeThreadIsNoObstacle() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(2);
        CountDownLatch release = new CountDownLatch(1);
        try {
            pool.execute(() -> await(release));
            pool.submit(() -> {
                        AtomicInteger sum = new AtomicInteger();
                        Parts.forEach(THREADS, 100, (thread, part) -> {
                            assertThat(thread).isZero();
                            sum.addAndGet(part);
                        });
                        assertThat(sum).hasValue(4950);
                    })
                    .get();
        } finally {
            release.countDown();
            pool.shutdown();
        }
    }

    @Test
    void partsMayHavePartsOfTheirOwn() {
        AtomicInteger sum = new AtomicInteger();
        Parts.forEach(
                THREADS,
                50,
                (thread, part) -> Parts.forEach(
                        THREADS, 50, (inner, piece) -> Parts.forEach(2, 3, (innermost, bit) -> sum.incrementAndGet())));
        assertThat(sum).hasValue(7500);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
