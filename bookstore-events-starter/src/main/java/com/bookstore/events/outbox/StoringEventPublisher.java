package com.bookstore.events.outbox;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.outbox.OutboxProperties.WithoutTransaction;
import com.bookstore.events.publishing.PublishedEvent;
import com.bookstore.events.publishing.PublishedEvent.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Writes events into the outbox, in the current transaction. */
final class StoringEventPublisher implements OutboxEventPublisher {

    private final OutboxRows rows;
    private final JdbcOutboxTable table;
    private final OutboxTransactions transactions;
    private final WithoutTransaction withoutTransaction;
    private final boolean strictOrder;

    StoringEventPublisher(
            OutboxRows rows,
            JdbcOutboxTable table,
            OutboxTransactions transactions,
            WithoutTransaction withoutTransaction,
            boolean strictOrder) {
        this.rows = rows;
        this.table = table;
        this.transactions = transactions;
        this.withoutTransaction = withoutTransaction;
        this.strictOrder = strictOrder;
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(DomainEvent event) {
        return CompletableFuture.completedFuture(
                inTransaction(() -> store(List.of(rows.envelope(event)))).get(0));
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(EventEnvelope<?> envelope) {
        return CompletableFuture.completedFuture(
                inTransaction(() -> store(List.of(envelope))).get(0));
    }

    @Override
    public List<Stored> publishAll(Collection<? extends DomainEvent> events) {
        return inTransaction(() -> {
            List<EventEnvelope<?>> envelopes = new ArrayList<>(events.size());
            events.forEach(event -> envelopes.add(rows.envelope(event)));
            return store(envelopes);
        });
    }

    private List<Stored> inTransaction(Supplier<List<Stored>> storing) {
        return transactions.orRollBack(() -> {
            if (transactions.isActive()) {
                return storing.get();
            }
            if (withoutTransaction == WithoutTransaction.FAIL) {
                throw new OutboxException.NoTransaction();
            }
            return transactions.inOwn(storing);
        });
    }

    private List<Stored> store(List<EventEnvelope<?>> envelopes) {
        if (envelopes.isEmpty()) {
            return List.of();
        }
        List<OutboxRow> stored = new ArrayList<>(envelopes.size());
        List<Stored> outcomes = new ArrayList<>(envelopes.size());
        for (EventEnvelope<?> envelope : envelopes) {
            OutboxRow row = rows.row(envelope);
            stored.add(row);
            outcomes.add(new Stored(envelope.metadata(), row.topic()));
        }
        if (strictOrder) {
            table.lock(stored.stream().map(OutboxRow::partition).toList());
        }
        table.insert(stored);
        transactions.wakeRelayAfterCommit();
        return outcomes;
    }
}
