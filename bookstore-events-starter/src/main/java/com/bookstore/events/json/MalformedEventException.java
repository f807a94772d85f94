package com.bookstore.events.json;

import com.bookstore.events.EventsException;

/**
 * A value that is no event: no JSON object, no usable type, or fields that do not fit.
 *
 * <p>The message names the place and the kind of the fault, never the value.
 */
public final class MalformedEventException extends EventsException {

    private static final long serialVersionUID = 1L;

    MalformedEventException(String problem) {
        super("Not an event: " + problem, null);
    }
}
