package com.bookstore.events.topic;

import com.bookstore.events.EventsException;

/** A topic has a name that Kafka does not take; the start of the application stops. */
public final class InvalidTopicNameException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String logicalName;

    InvalidTopicNameException(String logicalName, String physicalName) {
        super(
                "'%s' cannot be the name of topic '%s': Kafka takes 1 to 249 letters, digits, '.', '_' and '-'"
                        .formatted(physicalName, logicalName),
                null);
        this.logicalName = logicalName;
    }

    /**
     * Returns which topic it is.
     *
     * @return the logical name
     */
    public String logicalName() {
        return logicalName;
    }
}
