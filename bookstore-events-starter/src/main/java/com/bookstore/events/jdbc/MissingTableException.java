package com.bookstore.events.jdbc;

import com.bookstore.events.EventsException;

/** A table of a feature that is in use is not there. */
public final class MissingTableException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String table;
    private final String property;
    private final String location;
    private final String script;

    MissingTableException(String table, String property, String location, String script, Throwable cause) {
        super(
                "Table '%s' was expected but is not there; create it with the script %s, or set %s=always"
                        .formatted(table, location, property),
                cause);
        this.table = table;
        this.property = property;
        this.location = location;
        this.script = script;
    }

    /**
     * Returns the table that is missing.
     *
     * @return its name, with the schema if one is configured
     */
    public String table() {
        return table;
    }

    /**
     * Returns the property that has it created.
     *
     * @return the property
     */
    public String property() {
        return property;
    }

    /**
     * Returns where the script is.
     *
     * @return a path on the class path
     */
    public String location() {
        return location;
    }

    /**
     * Returns the script.
     *
     * @return SQL, with the configured names
     */
    public String script() {
        return script;
    }
}
