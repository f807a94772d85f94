package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.EventsException;

/** Failed publications are to be tried again but the library for that is not there; the start of the application stops. */
public final class MissingSpringRetryException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final int attempts;

    MissingSpringRetryException(int attempts) {
        super(
                "bookstore.events.publishing.idempotent.retry.attempts is %d, but spring-retry is not on the class path"
                        .formatted(attempts),
                null);
        this.attempts = attempts;
    }

    /**
     * Returns how often a publication was to be tried.
     *
     * @return the number of attempts, above 1
     */
    public int attempts() {
        return attempts;
    }
}
