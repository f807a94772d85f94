package com.bookstore.events.eventstore.aggregate;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventRecorder.SnapshotOutcome;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots on a daemon thread of its own: whoever gives a command neither waits for it nor needs a second connection.
 * What comes while much is waiting is left out; it is due again with the next load.
 */
final class SnapshotWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SnapshotWriter.class);

    private static final int MOST_WAITING = 1_000;
    private static final long MOST_BYTES = 16L * 1024 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final SnapshotStore store;
    private final EventRecorder recorder;
    private final ThreadPoolExecutor thread;
    private final Set<SnapshotKey> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean failing = new AtomicBoolean();

    SnapshotWriter(SnapshotStore store, EventRecorder recorder) {
        this.store = store;
        this.recorder = recorder;
        this.thread = new ThreadPoolExecutor(
                1, 1, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread worker = new Thread(task, "bookstore-events-snapshots");
                    worker.setDaemon(true);
                    return worker;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Whether a snapshot of this aggregate would be taken now. */
    boolean takes(SnapshotKey key) {
        return !waiting.contains(key) && bytes.get() < MOST_BYTES;
    }

    /** Returns at once. */
    void write(SnapshotKey key, StoredSnapshot snapshot, @Nullable StoredSnapshot misfit, long outdated) {
        if (!takes(key) || !waiting.add(key)) {
            return;
        }
        int size = snapshot.state().length;
        bytes.addAndGet(size);
        try {
            thread.execute(() -> {
                try {
                    keep(key, snapshot, misfit, outdated);
                } finally {
                    done(key, size);
                }
            });
        } catch (RejectedExecutionException full) {
            done(key, size);
            log.debug("A snapshot is left out, as too many are waiting to be written");
        }
    }

    private void done(SnapshotKey key, int size) {
        bytes.addAndGet(-size);
        waiting.remove(key);
    }

    private void keep(SnapshotKey key, StoredSnapshot snapshot, @Nullable StoredSnapshot misfit, long outdated) {
        try {
            store.keep(key, snapshot, misfit, outdated);
            recorder.snapshot(key.streamType(), SnapshotOutcome.WRITTEN);
            failing.set(false);
        } catch (RuntimeException failure) {
            recorder.snapshot(key.streamType(), SnapshotOutcome.FAILED);
            if (failing.compareAndSet(false, true)) {
                log.warn("Snapshots of aggregates cannot be written; loads take longer until they can", failure);
            } else {
                log.debug("Snapshots still cannot be written", failure);
            }
        }
    }

    /** Waits for what is under way. It is not interrupted: H2 would close its file. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.getQueue().clear();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
