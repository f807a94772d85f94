package com.bookstore.events.eventstore.aggregate;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.eventstore.AppendResult;
import com.bookstore.events.eventstore.ConcurrentAppendException;
import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.ExpectedVersion;
import com.bookstore.events.eventstore.StoredEvent;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventRecorder.SnapshotOutcome;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Folds streams of the event store, beginning with snapshots where there are some. */
final class StreamAggregates implements Aggregates {

    private static final long LONGEST_PAUSE_MILLIS = 100;
    private static final int MOST_DOUBLINGS = 7;

    private final EventStore store;
    private final AggregateSnapshots snapshots;
    private final int maxAttempts;
    private final EventRecorder recorder;

    StreamAggregates(EventStore store, AggregateSnapshots snapshots, int maxAttempts, EventRecorder recorder) {
        this.store = store;
        this.snapshots = snapshots;
        this.maxAttempts = maxAttempts;
        this.recorder = recorder;
    }

    @Override
    public <S> AggregateState<S> load(Aggregate<S, ?> aggregate, String id) {
        FoldedState<S> read = read(aggregate, id);
        snapshots.offer(aggregate, id, read);
        return new AggregateState<>(read.state(), read.version());
    }

    @Override
    public <S, C> CommandResult<S> execute(Aggregate<S, C> aggregate, String id, C command) {
        FoldedState<S> met = read(aggregate, id);
        for (int attempt = 1; ; attempt++) {
            List<DomainEvent> events = decide(aggregate, met.state(), command);
            if (events.isEmpty()) {
                snapshots.offer(aggregate, id, met);
                return new CommandResult<>(met.state(), met.version(), events, List.of());
            }
            // before anything is appended: what the aggregate cannot apply must not become a part of its past
            S state = met.state();
            for (DomainEvent event : events) {
                state = apply(aggregate, state, event);
            }
            try {
                return append(aggregate, id, met, events, state);
            } catch (ConcurrentAppendException conflict) {
                boolean inTransaction = TransactionSynchronizationManager.isActualTransactionActive();
                if (attempt == maxAttempts || !canGoOn(conflict, inTransaction)) {
                    throw new CommandConflictException(attempt, met.version(), inTransaction, conflict);
                }
            }
            recorder.commandRetried(aggregate.streamType());
            pause(attempt);
            met = fold(aggregate, met, events(aggregate, id, met.version() + 1).iterator());
        }
    }

    private <S, C> CommandResult<S> append(
            Aggregate<S, C> aggregate, String id, FoldedState<S> met, List<DomainEvent> events, S state) {
        AppendResult appended =
                store.append(aggregate.streamType(), id, ExpectedVersion.exactly(met.version()), events);
        List<EventMetadata> metadata = appended.metadata();
        String eventId = metadata.get(metadata.size() - 1).eventId();
        snapshots.offer(aggregate, id, met.at(state, appended.version(), eventId));
        return new CommandResult<>(state, appended.version(), events, metadata);
    }

    /** In a transaction that does not see the other writer's events, the next attempt would meet the same state. */
    private static boolean canGoOn(ConcurrentAppendException conflict, boolean inTransaction) {
        return !inTransaction
                || (!conflict.isTransactionLost() && conflict.actual().isPresent());
    }

    /** Of different length, and longer each time, so that those who met do not meet again. */
    private static void pause(int attempt) {
        long longest = Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(attempt, MOST_DOUBLINGS));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(longest)));
    }

    private <S> FoldedState<S> read(Aggregate<S, ?> aggregate, String id) {
        Stream<StoredEvent> all =
                events(aggregate, id, 1); // refuses what cannot be the name of a stream; nothing is read yet
        FoldedState<S> base = snapshots.find(aggregate, id);
        if (base.version() > 0) {
            FoldedState<S> continued = goOn(aggregate, id, base);
            if (continued != null) {
                recorder.snapshot(aggregate.streamType(), SnapshotOutcome.USED);
                return continued;
            }
            base = snapshots.refuse(aggregate, id, base);
        }
        return fold(aggregate, base, all.iterator());
    }

    /** Reads the snapshot's last event again: if it is not there, the snapshot is of another past. */
    private <S> @Nullable FoldedState<S> goOn(Aggregate<S, ?> aggregate, String id, FoldedState<S> base) {
        Iterator<StoredEvent> events = events(aggregate, id, base.version()).iterator();
        if (!events.hasNext()) {
            return null;
        }
        StoredEvent last = events.next();
        boolean same =
                last.version() == base.version() && last.metadata().eventId().equals(base.eventId());
        return same ? fold(aggregate, base, events) : null;
    }

    private Stream<StoredEvent> events(Aggregate<?, ?> aggregate, String id, long fromVersion) {
        return store.stream(aggregate.streamType(), id, fromVersion);
    }

    private static <S> FoldedState<S> fold(
            Aggregate<S, ?> aggregate, FoldedState<S> from, Iterator<StoredEvent> events) {
        boolean skipUnknown = aggregate.unknownEvents() == UnknownEvents.SKIP;
        S state = from.state();
        StoredEvent last = null;
        while (events.hasNext()) {
            last = events.next();
            if (!skipUnknown || last.isKnown()) {
                state = apply(aggregate, state, last.event());
            }
        }
        return last == null
                ? from
                : from.at(state, last.version(), last.metadata().eventId());
    }

    private static <S> S apply(Aggregate<S, ?> aggregate, S state, DomainEvent event) {
        return Objects.requireNonNull(
                aggregate.apply(state, event),
                () -> "Aggregate '%s' must return a state for every event, but returned null for one of %s"
                        .formatted(aggregate.streamType(), event.getClass().getName()));
    }

    private static <S, C> List<DomainEvent> decide(Aggregate<S, C> aggregate, S state, C command) {
        return List.copyOf(Objects.requireNonNull(
                aggregate.decide(state, command),
                () -> "Aggregate '%s' must decide on a list of events, but returned null"
                        .formatted(aggregate.streamType())));
    }
}
