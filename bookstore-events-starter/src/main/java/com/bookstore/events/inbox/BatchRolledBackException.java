package com.bookstore.events.inbox;

import com.bookstore.events.EventsException;

/** A handler named the record of a batch that failed, and with it all of the batch was rolled back, what came before too. */
final class BatchRolledBackException extends EventsException {

    private static final long serialVersionUID = 1L;

    /** The failure is no cause: the container would find the named record in it and commit what came before. */
    BatchRolledBackException(RuntimeException failure) {
        super("All of the batch was rolled back with the record that failed; its records are handled one by one", null);
        addSuppressed(failure);
    }
}
