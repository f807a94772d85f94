package com.bookstore.events.observability;

import com.bookstore.events.observability.ClusterCheck.ClusterState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Answers in time, however long a check takes. A check runs on a thread of its own; who asks while it runs waits for this
 * one, and who asks shortly after gets its result: a burst of questions makes one check. Thread-safe.
 */
final class ClusterProbe implements AutoCloseable {

    private final Callable<ClusterState> check;
    private final Duration timeout;
    private final Duration cache;
    private @Nullable FutureTask<ClusterState> latest;
    private @Nullable Thread thread;
    private volatile long latestDone;

    ClusterProbe(Callable<ClusterState> check, Duration timeout, Duration cache) {
        this.check = check;
        this.timeout = timeout;
        this.cache = cache;
    }

    ClusterState ask() {
        try {
            return task().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return ClusterState.unreachable(late, Map.of());
        } catch (ExecutionException failure) {
            return ClusterState.unreachable(failure.getCause() == null ? failure : failure.getCause(), Map.of());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ClusterState.unreachable(interrupted, Map.of());
        }
    }

    private synchronized FutureTask<ClusterState> task() {
        FutureTask<ClusterState> task = latest;
        if (task != null && (!task.isDone() || System.nanoTime() - latestDone < cache.toNanos())) {
            return task;
        }
        FutureTask<ClusterState> next = new FutureTask<>(() -> {
            try {
                return check.call();
            } finally {
                latestDone = System.nanoTime();
            }
        });
        latest = next;
        Thread worker = new Thread(next, "bookstore-events-health");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
        return next;
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
