package com.bookstore.events;

/**
 * Something that happened in the business: an immutable record annotated with {@link EventType}.
 *
 * <p>Every component of the record becomes a field of the JSON object on the wire. Metadata (id, time, source) is not part
 * of the event; see {@link EventMetadata}.
 */
public interface DomainEvent {

    /**
     * Returns the partition key: events with one key are delivered in the order in which they were published.
     *
     * @return the key, never {@code null}; two calls on one event return equal keys
     */
    String key();
}
