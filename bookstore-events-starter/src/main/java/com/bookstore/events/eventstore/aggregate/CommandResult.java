package com.bookstore.events.eventstore.aggregate;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventMetadata;
import java.util.List;

/**
 * What a command has led to. Immutable.
 *
 * @param state the state after it
 * @param version the version of the aggregate's last event; 0 if there is none
 * @param events what was appended, in its order; none if there was nothing to do
 * @param metadata what travels with these events, in their order
 * @param <S> the state
 */
public record CommandResult<S>(S state, long version, List<DomainEvent> events, List<EventMetadata> metadata) {

    /** Copies the lists. */
    public CommandResult {
        events = List.copyOf(events);
        metadata = List.copyOf(metadata);
    }
}
