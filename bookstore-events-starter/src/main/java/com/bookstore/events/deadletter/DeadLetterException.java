package com.bookstore.events.deadletter;

import com.bookstore.events.EventsException;

/** A dead letter could not be stored; the record it was made from is tried again, its offset is not committed. */
public final class DeadLetterException extends EventsException {

    private static final long serialVersionUID = 1L;

    DeadLetterException(String source, String destination, Throwable cause) {
        super(
                ("The dead letter of %s could not be stored on topic '%s' (%s); check that the topic exists, takes records of"
                                + " this size and that this service may write to it")
                        .formatted(source, destination, cause.getClass().getSimpleName()),
                cause);
    }
}
