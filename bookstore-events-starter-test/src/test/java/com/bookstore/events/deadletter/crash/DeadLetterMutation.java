package com.bookstore.events.deadletter.crash;

/** Protections that can be taken away, to see that the tests would notice. */
enum DeadLetterMutation {
    NONE,
    /** Takes dead letters for acknowledged when they are handed to the producer. */
    FIRE_AND_FORGET,
    /** Commits offsets before the record is a dead letter, and before the dead letter is stored. */
    EARLY_OFFSET,
    /** Does not know a stored dead letter by its source. */
    FORGET_SOURCE,
    /** Sends a dead letter to the partition whose number is that of its source. */
    SAME_PARTITION,
    /** Takes a refusal for the size for a failure that passes. */
    ONE_FORM,
    /** Marks a dead letter as replayed before it is sent. */
    MARK_FIRST,
    /** Replays with another event id. */
    NEW_EVENT_ID,
    /** Grants a lease to everybody. */
    SHARED_LEASES,
    /** Replays without saying that it is a replay. */
    FORGET_REPLAY,
    /** Replays the newest first. */
    NEWEST_FIRST
}
