package com.bookstore.events.jdbc;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Deletes what is no longer needed, on a daemon thread of its own, in chunks, so that no lock is held for long. Every
 * instance of a service does so; what one has deleted, the others do not find. A failure is logged and waits for the next
 * round.
 */
public final class JdbcCleanup implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(JdbcCleanup.class);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final String subject;
    private final Duration interval;
    private final int chunk;
    private final IntUnaryOperator deletion;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile @Nullable Thread thread;

    /**
     * Creates a cleanup that is not started.
     *
     * @param subject what is cleaned, for the thread's name and the log
     * @param interval how long to wait between two rounds, and before the first
     * @param chunk how many rows to delete at once
     * @param deletion takes the size of a chunk, returns how many rows it found; a round ends when they are fewer
     */
    public JdbcCleanup(String subject, Duration interval, int chunk, IntUnaryOperator deletion) {
        this.subject = subject;
        this.interval = interval;
        this.chunk = chunk;
        this.deletion = deletion;
    }

    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        Thread worker = new Thread(() -> cleanUntil(stop), "bookstore-events-cleanup-" + subject);
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    private void cleanUntil(CountDownLatch stop) {
        try {
            while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                round(stop);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(CountDownLatch stop) {
        try {
            long deleted = 0;
            int found = chunk;
            while (found >= chunk && stop.getCount() > 0) {
                found = deletion.applyAsInt(chunk);
                deleted += found;
            }
            log.debug("Cleanup of {} found {} rows", subject, deleted);
        } catch (RuntimeException failure) {
            log.warn("Cleanup of {} failed and is tried again in {}: {}", subject, interval, failure.toString());
        }
    }

    /** Waits for the chunk at work. It is not interrupted: H2 would close its file. */
    @Override
    public void stop() {
        stopped.countDown();
        Thread worker = thread;
        thread = null;
        if (worker != null) {
            try {
                worker.join(STOP_TIMEOUT.toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
