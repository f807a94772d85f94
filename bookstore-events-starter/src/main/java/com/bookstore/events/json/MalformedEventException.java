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

    /**
     * Tells of a record without a value for a listener that takes events only.
     *
     * @param topic the record's topic
     * @return the exception
     */
    public static MalformedEventException withoutValue(String topic) {
        return new MalformedEventException(("a record on topic '%s' has no value; a listener that expects such records"
                        + " declares its event @Payload(required = false)")
                .formatted(topic));
    }
}
