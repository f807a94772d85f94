package com.bookstore.events.outbox.crash;

/** Protections that can be taken away, to see that the tests would notice. */
enum OutboxMutation {
    NONE,
    /** Publishes to Kafka before the transaction commits. */
    PUBLISH_IN_TRANSACTION,
    /** Publishes to Kafka after the transaction has committed. */
    PUBLISH_AFTER_COMMIT,
    /** Deletes events when they are read. */
    DELETE_FIRST,
    /** Takes events for acknowledged when they are handed to the producer. */
    FIRE_AND_FORGET,
    /** Reads the newest events first. */
    NEWEST_FIRST,
    /** Reads in the order of ids, which the instances' clocks make. */
    ORDER_BY_CLOCK,
    /** Has leases last for an hour. */
    ENDLESS_LEASE,
    /** Ends at the first failure of the database. */
    END_ON_FAILURE,
    /** Sends with an ordinary delivery timeout, and goes on after a batch that expired. */
    ORDINARY_TIMEOUT,
    /** Waits for the broker for a minute when it is to stop. */
    UNBOUNDED_STOP,
    /** Takes every failure for a refusal. */
    REFUSE_ON_FAILURE,
    /** Takes every refusal for a failure that passes. */
    RETRY_REFUSED
}
