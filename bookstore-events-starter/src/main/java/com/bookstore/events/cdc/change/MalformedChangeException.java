package com.bookstore.events.cdc.change;

import com.bookstore.events.EventsException;
import org.jspecify.annotations.Nullable;

/**
 * A record that is no change of its table's rows: no JSON object of Debezium's, or columns that do not fit the row type.
 *
 * <p>The message names the place and the kind of the fault, never a value.
 */
public final class MalformedChangeException extends EventsException {

    private static final long serialVersionUID = 1L;

    MalformedChangeException(String problem) {
        this(problem, null);
    }

    MalformedChangeException(String problem, @Nullable Throwable cause) {
        super("Not a change record: " + problem, cause);
    }
}
