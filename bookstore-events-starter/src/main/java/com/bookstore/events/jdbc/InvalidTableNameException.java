package com.bookstore.events.jdbc;

import com.bookstore.events.EventsException;

/** A configured table or schema cannot be one; the start of the application stops. */
public final class InvalidTableNameException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String value;

    InvalidTableNameException(String property, String value) {
        super(
                "%s must be 1 to 63 letters, digits and underscores and not begin with a digit, but is '%s'"
                        .formatted(property, value),
                null);
        this.property = property;
        this.value = value;
    }

    /**
     * Returns the property that holds the name.
     *
     * @return the property
     */
    public String property() {
        return property;
    }

    /**
     * Returns the name that was found.
     *
     * @return the name
     */
    public String value() {
        return value;
    }
}
