package com.bookstore.events;

import java.util.Objects;

/**
 * An event together with its metadata.
 *
 * @param metadata what travels with the event
 * @param event the event
 * @param <E> the type of the event
 */
public record EventEnvelope<E extends DomainEvent>(EventMetadata metadata, E event) {

    /** Checks that both parts are there. */
    public EventEnvelope {
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(event, "event");
    }
}
