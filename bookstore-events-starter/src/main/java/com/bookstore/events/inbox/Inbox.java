package com.bookstore.events.inbox;

import java.util.Collection;
import java.util.Set;

/** The events that consumers have handled. Everything happens in the caller's transaction; thread-safe. */
interface Inbox {

    /**
     * Notes events as handled. Waits for another transaction that is about to note one of them.
     *
     * @param consumer the consumer
     * @param eventIds the events' ids, each once
     * @return a modifiable set of those that were not noted before
     */
    Set<String> add(String consumer, Collection<String> eventIds);

    /**
     * Takes back what was noted.
     *
     * @param consumer the consumer
     * @param eventIds the events' ids, at least one
     */
    void remove(String consumer, Collection<String> eventIds);

    /** Whether the current transaction is one of the database this inbox is in. */
    boolean takesPartInTheTransaction();
}
