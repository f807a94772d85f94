package com.bookstore.events.json;

import com.bookstore.events.EventsException;

/** An event of a type that is not registered, where {@code bookstore.events.listening.unknown-types} is {@code dead-letter}. */
public final class UnknownEventException extends EventsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param type the type as it may be logged
     * @param topic the topic it came from
     */
    public UnknownEventException(String type, String topic) {
        super(
                ("No class is registered for the event type '%s' on topic '%s'; add one annotated with @EventType, or let"
                                + " such events be skipped with bookstore.events.listening.unknown-types=skip")
                        .formatted(type, topic),
                null);
    }
}
