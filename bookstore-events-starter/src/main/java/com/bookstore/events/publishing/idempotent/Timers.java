package com.bookstore.events.publishing.idempotent;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Deadlines and pauses, on one daemon thread that does nothing else. What is due after the end is still told. */
final class Timers {

    private final ScheduledThreadPoolExecutor executor;

    Timers() {
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "bookstore-events-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Returns whether the work will be done. */
    boolean after(Duration duration, Runnable work) {
        return schedule(duration, work) != null;
    }

    /** Returns what cancels the work, or {@code null} if it will not be done anyway. */
    @Nullable
    Future<?> schedule(Duration duration, Runnable work) {
        try {
            return executor.schedule(work, duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return null;
        }
    }

    void close() {
        executor.shutdown();
    }
}
