package com.bookstore.events;

import org.jspecify.annotations.Nullable;

/** Root of everything this library throws on its own account. Messages say what was expected, what was found and what to do. */
public abstract class EventsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message expected, found, what to do
     * @param cause what led to it, if anything did
     */
    protected EventsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
