package com.bookstore.events.publishing;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes events. Thread-safe; events of one key that one thread publishes one after the other stay in this order.
 *
 * <p>Both methods return within {@code bookstore.events.publishing.max-block} and never throw for what goes wrong with an
 * event: every failure is an {@link EventPublishingException} of the future, which is complete within {@code max-block} and
 * {@code bookstore.events.publishing.delivery-timeout} together. The future completes on the producer's own thread: what
 * is chained to it must not block; use the {@code …Async} methods for work.
 *
 * <p>Inside a database transaction this publisher does not wait for the commit: the event is on Kafka although the
 * transaction may still be rolled back, and a crash after the commit may lose an event that was to be published then.
 */
public interface EventPublisher {

    /**
     * Publishes an event on its type's topic, with new metadata that belongs to the current correlation scope.
     *
     * @param event the event
     * @return what became of it: complete when all in-sync replicas have it
     */
    CompletableFuture<PublishedEvent> publish(DomainEvent event);

    /**
     * Publishes an event with metadata of the caller's, for example to send one again under its id.
     *
     * @param envelope the event and its metadata
     * @return what became of it: complete when all in-sync replicas have it
     */
    CompletableFuture<PublishedEvent> publish(EventEnvelope<?> envelope);
}
