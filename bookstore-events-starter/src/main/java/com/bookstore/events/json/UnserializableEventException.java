package com.bookstore.events.json;

import com.bookstore.events.EventsException;
import org.jspecify.annotations.Nullable;

/** An event that cannot be written as JSON. */
public final class UnserializableEventException extends EventsException {

    private static final long serialVersionUID = 1L;

    UnserializableEventException(Class<?> eventClass, @Nullable Throwable cause) {
        super(
                ("%s cannot be written as an event; publish a record that implements DomainEvent and whose components"
                                + " Jackson can write")
                        .formatted(eventClass.getName()),
                cause);
    }
}
