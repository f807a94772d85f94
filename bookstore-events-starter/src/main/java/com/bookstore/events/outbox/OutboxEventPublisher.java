package com.bookstore.events.outbox;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.PublishedEvent;
import java.util.Collection;
import java.util.List;

/**
 * Publishes events as a part of the current database transaction: if it commits, they will be on Kafka, at least once; if it
 * is rolled back, they never are. Thread-safe.
 *
 * <p>Events of one key are on Kafka in the order in which their transactions committed, where these take a common lock before
 * they publish, as transactions do that update one row; or where {@code bookstore.events.outbox.strict-order} is on.
 *
 * <p>Unlike other publishers, its methods throw: an {@link OutboxException} when there is no transaction or the event cannot be
 * written, and Spring's {@link org.springframework.dao.DataAccessException} when the database refuses it. The transaction is
 * then marked to be rolled back. The futures they return are complete, with {@link PublishedEvent.Stored}.
 */
public interface OutboxEventPublisher extends EventPublisher {

    /**
     * Publishes several events by one statement.
     *
     * @param events the events, in the order in which they are to be on Kafka; possibly none
     * @return what became of each, in the same order
     */
    List<PublishedEvent.Stored> publishAll(Collection<? extends DomainEvent> events);

    /**
     * Publishes several events that have their metadata already, by one statement.
     *
     * @param envelopes the events, in the order in which they are to be on Kafka; possibly none
     * @return what became of each, in the same order
     */
    List<PublishedEvent.Stored> publishEnvelopes(Collection<? extends EventEnvelope<?>> envelopes);
}
