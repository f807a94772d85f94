package com.bookstore.events.idempotency;

import com.bookstore.events.EventsException;

/** The chosen store cannot be made of what the service has; the start of the application stops. */
public final class MissingIdempotencyStoreException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String store;
    private final String remedy;

    MissingIdempotencyStoreException(String store, String problem, String remedy) {
        super("bookstore.events.idempotency.store is %s, but %s".formatted(store, problem), null);
        this.store = store;
        this.remedy = remedy;
    }

    /**
     * Returns which store was chosen.
     *
     * @return as the property has it, for example {@code jdbc}
     */
    public String store() {
        return store;
    }

    /**
     * Returns what makes the store possible.
     *
     * @return a dependency to add or a bean to define
     */
    public String remedy() {
        return remedy;
    }
}
