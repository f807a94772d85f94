package com.bookstore.events.outbox.relay;

import com.bookstore.events.observability.EventRecorder;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the outbox every few seconds, on the relay's thread, and remembers what it saw: whoever reads that, from any
 * thread, asks the database nothing. A look that fails leaves what was seen before, which tells by its age.
 */
final class BacklogWatch {

    private static final Logger log = LoggerFactory.getLogger(BacklogWatch.class);

    private static final long LONGEST_INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int LOOKS_PER_LEASE = 4;

    private final Supplier<Backlog> table;
    private final EventRecorder recorder;
    private final long interval;
    private long dueAt = System.nanoTime();
    private volatile @Nullable Seen seen;

    BacklogWatch(Supplier<Backlog> table, EventRecorder recorder, Duration lease) {
        this.table = table;
        this.recorder = recorder;
        this.interval = Math.min(LONGEST_INTERVAL_NANOS, lease.toNanos() / LOOKS_PER_LEASE);
    }

    /** Looks if it is time. */
    void look(int partitions) {
        if (System.nanoTime() - dueAt < 0) {
            return;
        }
        try {
            Backlog found = table.get();
            seen = new Seen(found, partitions);
            recorder.outboxBacklog(found.pending(), found.parked(), found.oldestAgeMillis());
        } catch (RuntimeException failure) {
            log.debug("What waits in the outbox is not known at the moment", failure);
        }
        dueAt = System.nanoTime() + interval;
    }

    /** The last look, {@code null} before the first. */
    @Nullable
    Seen seen() {
        return seen;
    }

    /**
     * A look.
     *
     * @param backlog what the outbox held
     * @param partitions how many of its partitions this instance relayed
     */
    record Seen(Backlog backlog, int partitions) {}
}
