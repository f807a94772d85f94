package com.bookstore.events.deadletter.store;

import com.bookstore.events.observability.EventRecorder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Counts the dead letters every few seconds, on a daemon thread of its own, and remembers what it saw: whoever reads that asks
 * the database nothing. A look that fails leaves what was seen before, which tells by its age.
 * Looks that take long are rarer, so that the database is not busy with them.
 */
final class StatusWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(StatusWatch.class);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);
    private static final int REST = 19;
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final Supplier<Map<DeadLetterStatus, Long>> table;
    private final EventRecorder recorder;
    private final Duration interval;
    private volatile long startedAt;
    private volatile @Nullable Seen seen;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile @Nullable Thread thread;

    StatusWatch(Supplier<Map<DeadLetterStatus, Long>> table, EventRecorder recorder, Duration interval) {
        this.table = table;
        this.recorder = recorder;
        this.interval = interval;
    }

    /** The last look, {@code null} before the first. */
    @Nullable
    Seen seen() {
        return seen;
    }

    /** How long it has seen nothing: since the last look, or the start. */
    Duration silence() {
        Seen last = seen;
        return Duration.ofNanos(System.nanoTime() - (last == null ? startedAt : last.at()));
    }

    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        startedAt = System.nanoTime();
        seen = null;
        Thread worker = new Thread(() -> lookUntil(stop), "bookstore-events-dead-letter-watch");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    private void lookUntil(CountDownLatch stop) {
        try {
            long pause;
            do {
                long start = System.nanoTime();
                try {
                    look();
                } catch (RuntimeException failure) {
                    log.debug("How many dead letters there are is not known at the moment", failure);
                }
                pause = Math.max(
                        interval.toNanos(), Math.min(LONGEST_REST.toNanos(), REST * (System.nanoTime() - start)));
            } while (!stop.await(pause, TimeUnit.NANOSECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Map<DeadLetterStatus, Long> counts = table.get();
        seen = new Seen(counts, System.nanoTime());
        counts.forEach((status, count) -> recorder.deadLetters(status.name().toLowerCase(Locale.ROOT), count));
    }

    /** Waits for the look at work. It is not interrupted: H2 would close its file. */
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

    /**
     * A look.
     *
     * @param counts how many dead letters there were of each status
     * @param at when, in the nanoseconds of this process
     */
    record Seen(Map<DeadLetterStatus, Long> counts, long at) {

        Seen {
            counts = Map.copyOf(counts);
        }
    }
}
