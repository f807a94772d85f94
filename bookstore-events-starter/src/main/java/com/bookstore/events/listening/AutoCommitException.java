package com.bookstore.events.listening;

import com.bookstore.events.EventsException;

/** Offsets would be committed before events are handled; the start of the application stops. */
public final class AutoCommitException extends EventsException {

    private static final long serialVersionUID = 1L;

    AutoCommitException() {
        super(
                "spring.kafka.consumer.enable-auto-commit=true commits events that are not handled yet; a crash loses them",
                null);
    }
}
