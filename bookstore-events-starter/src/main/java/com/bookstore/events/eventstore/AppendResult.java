package com.bookstore.events.eventstore;

import com.bookstore.events.EventMetadata;
import java.util.List;

/**
 * What became of events that were appended. Immutable.
 *
 * @param version the stream's new version, which is that of the last of the events
 * @param positions where the events are in the whole store, in their order, rising
 * @param metadata what travels with the events, in their order
 */
public record AppendResult(long version, List<Long> positions, List<EventMetadata> metadata) {

    /** Copies the lists. */
    public AppendResult {
        positions = List.copyOf(positions);
        metadata = List.copyOf(metadata);
    }
}
