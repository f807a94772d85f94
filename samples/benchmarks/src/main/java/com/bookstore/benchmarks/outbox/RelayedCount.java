package com.bookstore.benchmarks.outbox;

import com.bookstore.events.outbox.OutboxListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Counts what the relay tells to be on Kafka and no longer in the table. */
final class RelayedCount implements OutboxListener {

    private static final long LOOK_NANOS = 200_000;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final LongAdder count = new LongAdder();

    @Override
    public void relayed(StoredEvent event) {
        count.increment();
    }

    void reset() {
        count.reset();
    }

    /** Gives up after a while: what is missing is found afterwards. */
    void await(long events) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (count.sum() < events && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
