package com.bookstore.events.outbox;

import com.bookstore.events.EventsException;
import org.jspecify.annotations.Nullable;

/** An event could not be stored in the outbox. */
public abstract sealed class OutboxException extends EventsException {

    private static final long serialVersionUID = 1L;

    private OutboxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** There is no transaction that the event could be a part of. */
    public static final class NoTransaction extends OutboxException {

        private static final long serialVersionUID = 1L;

        NoTransaction() {
            super(
                    "Not published: the outbox needs a transaction of its database and transaction manager that is still to"
                            + " be committed, and there is none. Publish inside @Transactional, from a listener that"
                            + " comes after the commit with Propagation.REQUIRES_NEW, or set"
                            + " bookstore.events.outbox.without-transaction=open",
                    null);
        }
    }

    /** The event cannot be written. */
    public static final class InvalidEvent extends OutboxException {

        private static final long serialVersionUID = 1L;

        InvalidEvent(String type, Throwable cause) {
            super(
                    "%s was not published, and the transaction will be rolled back: %s"
                            .formatted(type, cause.getMessage()),
                    cause);
        }
    }
}
