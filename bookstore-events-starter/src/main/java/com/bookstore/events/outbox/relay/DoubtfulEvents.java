package com.bookstore.events.outbox.relay;

import java.util.List;
import java.util.Set;

/**
 * Events of which Kafka has not said clearly whether it will ever take them: of several records that it refuses together,
 * its client tells the same, be the reason an event or a clock. Each is sent alone next time, which tells. Not thread-safe.
 */
final class DoubtfulEvents {

    private Set<Long> sequences = Set.of();

    /** Leaves out what may not go together; the order stays. */
    List<RelayRow> next(List<RelayRow> rows) {
        for (int i = 0; i < rows.size() && !sequences.isEmpty(); i++) {
            if (sequences.contains(rows.get(i).sequence())) {
                return rows.subList(0, Math.max(1, i));
            }
        }
        return rows;
    }

    /** Learns from a batch that has ended. */
    void saw(RelayBatch batch) {
        Set<Long> doubtful = batch.doubtful();
        if (!doubtful.isEmpty()) {
            sequences = doubtful;
        } else if (batch.refused().isEmpty() && batch.isOneOf(sequences)) {
            // It was not this event, so the others are no more in doubt than any.
            sequences = Set.of();
        }
    }
}
