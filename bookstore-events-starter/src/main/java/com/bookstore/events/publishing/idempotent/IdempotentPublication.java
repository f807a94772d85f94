package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.publishing.PublishedEvent.Sent;

/** What became of an event that is published once per idempotency key. Either way it is on Kafka. */
public sealed interface IdempotentPublication {

    /**
     * Returns where the event is, and the metadata it carries.
     *
     * @return the outcome of the call that published it
     */
    Sent sent();

    /**
     * This call published the event.
     *
     * @param sent where it is
     */
    record Published(Sent sent) implements IdempotentPublication {}

    /**
     * The key's event was published before; this call sent nothing.
     *
     * @param sent where the first one put it
     */
    record AlreadyPublished(Sent sent) implements IdempotentPublication {}
}
