package com.bookstore.events.outbox;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.observability.EventSpan;
import com.bookstore.events.observability.EventTracing;
import com.bookstore.events.outbox.OutboxProperties.WithoutTransaction;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.publishing.EventRoutes;
import com.bookstore.events.publishing.EventRoutes.Route;
import com.bookstore.events.publishing.PublishedEvent;
import com.bookstore.events.publishing.PublishedEvent.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Writes events into the outbox, in the current transaction. */
final class StoringEventPublisher implements OutboxEventPublisher {

    private final EventRoutes routes;
    private final EventMetadataFactory metadata;
    private final EventSerializer serializer;
    private final EventTracing tracing;
    private final JdbcOutboxTable table;
    private final OutboxTransactions transactions;
    private final WithoutTransaction withoutTransaction;
    private final boolean strictOrder;

    StoringEventPublisher(
            EventRoutes routes,
            EventMetadataFactory metadata,
            EventSerializer serializer,
            EventTracing tracing,
            JdbcOutboxTable table,
            OutboxTransactions transactions,
            WithoutTransaction withoutTransaction,
            boolean strictOrder) {
        this.routes = routes;
        this.metadata = metadata;
        this.serializer = serializer;
        this.tracing = tracing;
        this.table = table;
        this.transactions = transactions;
        this.withoutTransaction = withoutTransaction;
        this.strictOrder = strictOrder;
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(DomainEvent event) {
        return CompletableFuture.completedFuture(publishAll(List.of(event)).get(0));
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(EventEnvelope<?> envelope) {
        return CompletableFuture.completedFuture(store(List.of(envelope)).get(0));
    }

    @Override
    public List<Stored> publishAll(Collection<? extends DomainEvent> events) {
        List<EventEnvelope<?>> envelopes = new ArrayList<>(events.size());
        for (DomainEvent event : events) {
            envelopes.add(transactions.orRollBack(() -> {
                try {
                    return new EventEnvelope<>(
                            metadata.create(routes.of(event.getClass()).type()), event);
                } catch (RuntimeException invalid) {
                    throw new OutboxException.InvalidEvent(name(event), invalid);
                }
            }));
        }
        return envelopes.isEmpty() ? List.of() : store(envelopes);
    }

    private List<Stored> store(List<EventEnvelope<?>> envelopes) {
        if (transactions.isActive()) {
            return transactions.orRollBack(() -> write(envelopes));
        }
        if (withoutTransaction == WithoutTransaction.FAIL) {
            throw new OutboxException.NoTransaction(name(envelopes.get(0).event()));
        }
        return transactions.inOwn(() -> write(envelopes));
    }

    private List<Stored> write(List<EventEnvelope<?>> envelopes) {
        List<OutboxRow> rows = new ArrayList<>(envelopes.size());
        List<Stored> stored = new ArrayList<>(envelopes.size());
        for (EventEnvelope<?> envelope : envelopes) {
            OutboxRow row = row(envelope);
            rows.add(row);
            stored.add(new Stored(envelope.metadata(), row.topic()));
        }
        if (strictOrder) {
            table.lock(rows.stream().map(OutboxRow::partition).toList());
        }
        table.insert(rows);
        transactions.wakeRelayAfterCommit();
        return stored;
    }

    private OutboxRow row(EventEnvelope<?> envelope) {
        DomainEvent event = envelope.event();
        try {
            Route route = routes.of(event.getClass());
            String type = route.type().name();
            RecordHeaders headers = new RecordHeaders();
            String eventId = envelope.metadata().eventId();
            try (EventSpan span = tracing.publishing(route.topic(), type, eventId, headers)) {
                String key = Objects.requireNonNull(event.key(), "key() returned null");
                return OutboxRow.of(
                        eventId, route.topic(), key, type, StoredHeaders.write(headers), serializer.write(envelope));
            }
        } catch (RuntimeException invalid) {
            throw new OutboxException.InvalidEvent(name(event), invalid);
        }
    }

    private static String name(DomainEvent event) {
        return event.getClass().getSimpleName();
    }
}
