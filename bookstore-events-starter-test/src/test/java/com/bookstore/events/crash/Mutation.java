package com.bookstore.events.crash;

/** Protections that can be taken away, to see that the tests would notice. */
enum Mutation {
    NONE("guarded"),
    /** Marks a key as used before its event is sent. */
    CONFIRM_AT_CLAIM("guarded"),
    /** Grants an old claim with a new event. */
    FORGET_EVENT("guarded"),
    /** Grants every claim. */
    GRANT_ALL("guarded"),
    /** Commits the offset before the event is handled. */
    EARLY_OFFSET("early-offset"),
    /** Notes an event as handled in a transaction of its own. */
    NOTE_IN_OWN_TRANSACTION("own-transaction"),
    /** No inbox at all. */
    UNGUARDED("unguarded");

    private final String listener;

    Mutation(String listener) {
        this.listener = listener;
    }

    /** The id of the listener that handles events with this protection, or without it. */
    String listener() {
        return listener;
    }
}
