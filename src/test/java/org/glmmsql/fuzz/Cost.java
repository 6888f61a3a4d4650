package org.glmmsql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.glmmsql.error.GlmmException;

/** Runs a call and looks at what it cost: processor time, memory allocated on the way, and the length of its message. */
final class Cost {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long SECOND = 1_000_000_000;
    private static final int LONGEST_MESSAGE = 10_000;

    private Cost() {}

    /**
     * @param bytes that may be allocated on the way, garbage included
     * @return whether there was an answer, and not a coded error
     */
    static boolean check(String label, long bytes, Runnable call) {
        long id = Thread.currentThread().getId();
        long allocated = THREADS.getThreadAllocatedBytes(id);
        long time = THREADS.getCurrentThreadCpuTime();
        boolean answered = true;
        try {
            call.run();
        } catch (GlmmException e) {
            answered = false;
            assertThat(e).as(label).hasMessageStartingWith("GLMM-" + e.code().number() + ": ");
            assertThat(e.getMessage().length()).as(label).isLessThan(LONGEST_MESSAGE);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("no coded error for: " + label, e);
        }
        assertThat(THREADS.getCurrentThreadCpuTime() - time)
                .as("nanoseconds of " + label)
                .isLessThan(SECOND);
        assertThat(THREADS.getThreadAllocatedBytes(id) - allocated)
                .as("bytes allocated by " + label)
                .isLessThan(bytes);
        return answered;
    }
}
