package com.bookstore.events.cdc;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.outbox.OutboxEventPublisher;
import com.bookstore.events.outbox.OutboxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stores the events of a batch in one transaction. If one of them is refused, each in one of its own, to find which; if the
 * database does not answer, all come again.
 */
final class OutboxChangePublisher implements ChangePublisher {

    private final OutboxEventPublisher publisher;
    private final TransactionTemplate transactions;

    OutboxChangePublisher(OutboxEventPublisher publisher, TransactionTemplate transactions) {
        this.publisher = publisher;
        this.transactions = transactions;
    }

    @Override
    public Batch begin() {
        return new Storing();
    }

    private final class Storing implements Batch {

        private final List<EventEnvelope<?>> events = new ArrayList<>();

        @Override
        public void add(EventEnvelope<?> event) {
            events.add(event);
        }

        @Override
        public List<@Nullable Failure> await() {
            if (events.isEmpty()) {
                return List.of();
            }
            Failure failure = store(events);
            if (failure == null) {
                return Collections.nCopies(events.size(), null);
            }
            if (!failure.isFinal() || events.size() == 1) {
                return Collections.nCopies(events.size(), failure);
            }
            return oneByOne();
        }

        private List<@Nullable Failure> oneByOne() {
            List<@Nullable Failure> failures = new ArrayList<>(events.size());
            for (EventEnvelope<?> event : events) {
                Failure failure = store(List.of(event));
                failures.add(failure);
                while (failure != null && !failure.isFinal() && failures.size() < events.size()) {
                    failures.add(failure);
                }
                if (failures.size() == events.size()) {
                    break;
                }
            }
            return failures;
        }

        private @Nullable Failure store(List<EventEnvelope<?>> some) {
            try {
                transactions.executeWithoutResult(transaction -> publisher.publishEnvelopes(some));
                return null;
            } catch (RuntimeException failure) {
                return new Failure(failure, isFinal(failure));
            }
        }

        /** Nothing else: a database that is read-only after a failover refuses with errors that nobody knows. */
        private boolean isFinal(RuntimeException failure) {
            return failure instanceof OutboxException.InvalidEvent
                    || failure instanceof DataIntegrityViolationException;
        }
    }
}
