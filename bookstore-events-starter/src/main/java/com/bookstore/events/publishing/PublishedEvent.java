package com.bookstore.events.publishing;

import com.bookstore.events.EventMetadata;

/** What became of a published event. */
public sealed interface PublishedEvent {

    /**
     * Returns the metadata the event carries.
     *
     * @return the metadata
     */
    EventMetadata metadata();

    /**
     * The event is on Kafka, acknowledged by all in-sync replicas.
     *
     * @param metadata the metadata the event carries
     * @param topic the topic's physical name
     * @param partition the partition
     * @param offset the position in the partition
     */
    record Sent(EventMetadata metadata, String topic, int partition, long offset) implements PublishedEvent {}

    /**
     * The event is in the outbox, as a part of the caller's transaction: it will be on Kafka after the commit, and never
     * after a rollback.
     *
     * @param metadata the metadata the event carries
     * @param topic the topic's physical name
     */
    record Stored(EventMetadata metadata, String topic) implements PublishedEvent {}
}
