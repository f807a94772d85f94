package com.bookstore.events.cdc;

import com.bookstore.events.EventsException;

/** A change of a row, or of a table, that no event can tell of. It becomes a dead letter for somebody to look at. */
public final class UntranslatableChangeException extends EventsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message expected, found, what to do; without values of columns
     */
    public UntranslatableChangeException(String message) {
        super(message, null);
    }
}
