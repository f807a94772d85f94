package com.bookstore.events.deadletter.store;

/** What became of a dead letter. */
public enum DeadLetterStatus {
    /** Nothing yet, or it was replayed and died again. */
    NEW,
    /** It was sent again, and has not died since. */
    REPLAYED,
    /** Somebody says that it is dealt with. */
    RESOLVED,
    /** Somebody says that it is not needed. */
    DISCARDED
}
