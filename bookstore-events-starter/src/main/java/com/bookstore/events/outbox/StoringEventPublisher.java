package com.bookstore.events.outbox;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.outbox.OutboxProperties.WithoutTransaction;
import com.bookstore.events.outbox.OutboxRows.Written;
import com.bookstore.events.publishing.PublishedEvent;
import com.bookstore.events.publishing.PublishedEvent.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes events into the outbox, in the current transaction. */
final class StoringEventPublisher implements OutboxEventPublisher {

    private final OutboxRows rows;
    private final JdbcOutboxTable table;
    private final OutboxTransactions transactions;
    private final EventRecorder recorder;
    private final WithoutTransaction withoutTransaction;
    private final boolean strictOrder;

    StoringEventPublisher(
            OutboxRows rows,
            JdbcOutboxTable table,
            OutboxTransactions transactions,
            EventRecorder recorder,
            WithoutTransaction withoutTransaction,
            boolean strictOrder) {
        this.rows = rows;
        this.table = table;
        this.transactions = transactions;
        this.recorder = recorder;
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

    @Override
    public List<Stored> publishEnvelopes(Collection<? extends EventEnvelope<?>> envelopes) {
        return inTransaction(() -> store(List.copyOf(envelopes)));
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
        long start = System.nanoTime();
        List<Written> events = new ArrayList<>(envelopes.size());
        try {
            envelopes.forEach(envelope -> events.add(rows.write(envelope)));
            insert(events.stream().map(Written::row).toList());
            ended(events, start, null);
            return events.stream().map(Written::outcome).toList();
        } catch (RuntimeException | Error failure) {
            ended(events, start, failure);
            throw failure;
        }
    }

    private void insert(List<OutboxRow> events) {
        if (events.isEmpty()) {
            return;
        }
        transactions.flush();
        if (strictOrder) {
            table.lock(events.stream().map(OutboxRow::partition).toList());
        }
        table.insert(events);
        transactions.wakeRelayAfterCommit();
    }

    private void ended(List<Written> events, long start, @Nullable Throwable failure) {
        long nanos = System.nanoTime() - start;
        for (Written event : events) {
            if (failure != null) {
                event.span().failed(failure);
            }
            event.span().close();
            recorder.published(event.row().topic(), event.row().type(), nanos, failure);
        }
    }
}
