package com.bookstore.events.eventstore;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.eventstore.ExpectedVersion.Any;
import com.bookstore.events.eventstore.ExpectedVersion.Exactly;
import com.bookstore.events.eventstore.JdbcAppender.Appended;
import com.bookstore.events.eventstore.StoredEvents.NewEvent;
import com.bookstore.events.jdbc.JdbcRetry;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventRecorder.AppendOutcome;
import com.bookstore.events.outbox.OutboxEventPublisher;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** Appends in the current transaction or in one of its own; the tables tell who was first. */
final class JdbcEventStore implements EventStore {

    private static final int ATTEMPTS_AFTER_LOSS = 5;
    private static final int ATTEMPTS_AT_ANY_VERSION = 100;
    private static final int LONGEST_PAUSE_MILLIS = 20;

    private final JdbcAppendTransactions transactions;
    private final JdbcAppender appender;
    private final JdbcStoreReader reader;
    private final StoredEvents events;
    private final @Nullable OutboxEventPublisher publisher;
    private final EventRecorder recorder;

    /**
     * Creates a store.
     *
     * @param publisher is given what is appended; {@code null} for nobody
     */
    JdbcEventStore(
            JdbcAppendTransactions transactions,
            JdbcAppender appender,
            JdbcStoreReader reader,
            StoredEvents events,
            @Nullable OutboxEventPublisher publisher,
            EventRecorder recorder) {
        this.transactions = transactions;
        this.appender = appender;
        this.reader = reader;
        this.events = events;
        this.publisher = publisher;
        this.recorder = recorder;
    }

    @Override
    public AppendResult append(
            String streamType, String streamId, ExpectedVersion expected, List<? extends DomainEvent> added) {
        StreamName stream = StreamName.of(streamType, streamId);
        return append(new Append(stream, expected, events.ofEvents(added), false));
    }

    @Override
    public AppendResult appendEnvelopes(
            String streamType, String streamId, ExpectedVersion expected, List<? extends EventEnvelope<?>> added) {
        StreamName stream = StreamName.of(streamType, streamId);
        return append(new Append(stream, expected, events.ofEnvelopes(added), true));
    }

    private AppendResult append(Append append) {
        long start = System.nanoTime();
        AppendOutcome outcome = AppendOutcome.FAILED;
        try {
            AppendResult result = transactions.isActive() ? inCurrent(append) : inOwn(append);
            outcome = AppendOutcome.APPENDED;
            return result;
        } catch (ConcurrentAppendException conflict) {
            outcome = AppendOutcome.CONFLICT;
            throw conflict;
        } finally {
            recorder.appended(outcome, append.events.size(), System.nanoTime() - start);
        }
    }

    /** Whoever catches what the transaction does not survive must not commit what is left of it. */
    private AppendResult inCurrent(Append append) {
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return once(append, attempt > 1);
                } catch (ConcurrentAppendException conflict) {
                    if (conflict.isTransactionLost() || isLast(append, attempt, 1)) {
                        throw conflict;
                    }
                    pause(attempt);
                }
            }
        } catch (ConcurrentAppendException | EventStoreException.DuplicateEvent refused) {
            if (refused instanceof ConcurrentAppendException conflict && conflict.isTransactionLost()) {
                transactions.rollBackCurrent();
            }
            throw refused;
        } catch (RuntimeException | Error failure) {
            transactions.rollBackCurrent();
            throw failure;
        }
    }

    private AppendResult inOwn(Append append) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.inOwn(() -> once(append, false));
            } catch (ConcurrentAppendException conflict) {
                if (isLast(append, attempt, conflict.isTransactionLost() ? ATTEMPTS_AFTER_LOSS : 1)) {
                    throw conflict;
                }
            } catch (RuntimeException failure) {
                if (!JdbcRetry.isGivenUp(failure)) {
                    throw failure;
                }
                if (isLast(append, attempt, ATTEMPTS_AFTER_LOSS)) {
                    throw ConcurrentAppendException.lost(append.stream, append.expected, failure);
                }
            }
            pause(attempt);
        }
    }

    private static boolean isLast(Append append, int attempt, int atExactVersion) {
        return attempt >= (append.expected instanceof Any ? ATTEMPTS_AT_ANY_VERSION : atExactVersion);
    }

    /** Of different length, so that those who met do not meet again. */
    private static void pause(int attempt) {
        long longest = TimeUnit.MILLISECONDS.toNanos(Math.min(attempt, LONGEST_PAUSE_MILLIS));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
    }

    private AppendResult once(Append append, boolean again) {
        Appended appended;
        try {
            appended = appender.append(append.stream, append.expected, append.events, again);
            if (appended.positions().isEmpty()) {
                throw refusal(append);
            }
        } catch (DataAccessException failure) {
            if (JdbcRetry.isGivenUp(failure)) {
                throw ConcurrentAppendException.lost(append.stream, append.expected, failure);
            }
            throw failure;
        }
        transactions.signalAfterCommit();
        if (publisher != null) {
            publisher.publishEnvelopes(
                    append.events.stream().map(NewEvent::envelope).toList());
        }
        List<EventMetadata> metadata =
                append.events.stream().map(event -> event.envelope().metadata()).toList();
        return new AppendResult(appended.version(), appended.positions(), metadata);
    }

    private EventStoreException refusal(Append append) {
        if (append.foreignIds
                && reader.hasAny(append.events.stream().map(NewEvent::id).toList())) {
            return new EventStoreException.DuplicateEvent(null);
        }
        long actual = reader.version(append.stream);
        return append.expected instanceof Exactly exactly && exactly.version() == actual
                ? ConcurrentAppendException.unseen(append.stream, append.expected)
                : ConcurrentAppendException.at(append.stream, append.expected, actual);
    }

    @Override
    public long version(String streamType, String streamId) {
        return reader.version(StreamName.of(streamType, streamId));
    }

    @Override
    public List<StoredEvent> read(String streamType, String streamId, long fromVersion, int maxCount) {
        return reader.read(StreamName.of(streamType, streamId), fromVersion, maxCount);
    }

    @Override
    public Stream<StoredEvent> stream(String streamType, String streamId, long fromVersion) {
        return reader.stream(StreamName.of(streamType, streamId), fromVersion);
    }

    @Override
    public EventPage readAll(long afterPosition, EventFilter filter, int maxCount) {
        return reader.readAll(afterPosition, filter, maxCount);
    }

    @Override
    public Stream<StoredEvent> streamAll(long afterPosition, EventFilter filter) {
        return reader.streamAll(afterPosition, filter);
    }

    private record Append(StreamName stream, ExpectedVersion expected, List<NewEvent> events, boolean foreignIds) {}
}
