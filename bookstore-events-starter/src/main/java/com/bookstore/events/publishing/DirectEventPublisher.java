package com.bookstore.events.publishing;

/**
 * Publishes events by sending them to Kafka at once, whatever {@code bookstore.events.publishing.mode} says. Its futures
 * complete with {@link PublishedEvent.Sent}.
 */
public interface DirectEventPublisher extends EventPublisher {}
