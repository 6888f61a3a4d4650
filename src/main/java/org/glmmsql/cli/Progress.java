package org.glmmsql.cli;

import java.io.Console;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a run is, on standard error, once it takes a second; nothing where that is not a terminal. */
final class Progress implements AutoCloseable {
    private final String task;
    private final int steps;
    private int done;
    private boolean closed;
    private @Nullable ProgressBar bar;

    private Progress(String task, int done, int steps) {
        this.task = task;
        this.done = done;
        this.steps = steps;
    }

    /** A bar with the time that has passed, for a task of several steps of which some are done. */
    static Progress of(String task, int done, int steps) {
        Progress progress = new Progress(task, done, steps);
        if (isTerminal()) {
            CompletableFuture.runAsync(progress::show, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
        }
        return progress;
    }

    /** Java 22 to 24 have a console for files and pipes too, which then says so. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // before Java 22 there is no other console
        }
    }

    private synchronized void show() {
        if (!closed) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(steps)
                    .startsFrom(done, Duration.ofSeconds(1))
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(500)
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    synchronized void step() {
        done++;
        if (bar != null) {
            bar.step();
        }
    }

    /** Takes the bar away; again, it does nothing. */
    @Override
    public synchronized void close() {
        if (bar != null && !closed) {
            bar.close();
        }
        closed = true;
    }
}
