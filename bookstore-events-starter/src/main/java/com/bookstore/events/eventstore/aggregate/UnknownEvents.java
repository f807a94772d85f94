package com.bookstore.events.eventstore.aggregate;

/** What becomes of stored events for which a service has no class, when an aggregate is loaded. */
public enum UnknownEvents {

    /** The load fails with {@link com.bookstore.events.eventstore.EventStoreException.UnreadableEvent}. */
    FAIL,

    /**
     * They are passed over, and count as versions only. A service that learns a type later has to raise the schema version of
     * its snapshots.
     */
    SKIP
}
