package com.bookstore.events.cdc;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.publishing.idempotent.IdempotentEventPublisher;
import com.bookstore.events.publishing.idempotent.IdempotentEventPublisher.Keyed;
import com.bookstore.events.publishing.idempotent.IdempotentPublication;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.KeyReused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes by the idempotent publisher, with event ids as idempotency keys. It tries what fails for each event for itself, so
 * only one event of a key is under way at a time.
 */
final class IdempotentChangePublisher implements ChangePublisher {

    private static final Logger log = LoggerFactory.getLogger(IdempotentChangePublisher.class);

    private final IdempotentEventPublisher publisher;

    IdempotentChangePublisher(IdempotentEventPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public Batch begin() {
        return new Waves();
    }

    private final class Waves implements Batch {

        private final List<EventEnvelope<?>> events = new ArrayList<>();

        @Override
        public void add(EventEnvelope<?> event) {
            events.add(event);
        }

        @Override
        public List<@Nullable Failure> await() {
            List<@Nullable Failure> failures = new ArrayList<>(events.size());
            while (failures.size() < events.size()) {
                for (CompletableFuture<IdempotentPublication> future : publisher.publishAll(wave(failures.size()))) {
                    failures.add(outcome(future, events.get(failures.size())));
                }
                if (failures.stream().anyMatch(failure -> failure != null && !failure.isFinal())) {
                    return complete(failures);
                }
            }
            return failures;
        }

        /** As many as there are before a key comes again. */
        private List<Keyed> wave(int from) {
            Set<String> keys = new HashSet<>();
            List<Keyed> wave = new ArrayList<>();
            for (EventEnvelope<?> event : events.subList(from, events.size())) {
                if (!keys.add(event.event().key())) {
                    break;
                }
                wave.add(new Keyed(event.metadata().eventId(), event.event(), event.metadata()));
            }
            return wave;
        }

        /** What stands behind a failure is not tried. */
        private List<@Nullable Failure> complete(List<@Nullable Failure> failures) {
            while (failures.size() < events.size()) {
                failures.add(
                        new Failure(new IllegalStateException("An event before it could not be published"), false));
            }
            return failures;
        }

        private @Nullable Failure outcome(CompletableFuture<IdempotentPublication> future, EventEnvelope<?> event) {
            try {
                future.get();
                return null;
            } catch (ExecutionException failed) {
                return failure(failed.getCause(), event);
            } catch (InterruptedException interrupted) {
                throw new InterruptException(interrupted);
            }
        }

        /** A change that comes again to another version of its translator has been told, as it was understood then. */
        private @Nullable Failure failure(@Nullable Throwable cause, EventEnvelope<?> event) {
            if (cause instanceof KeyReused) {
                log.warn(
                        "A change that came again means something else now ({}); what was published stands",
                        event.metadata().eventId());
                return null;
            }
            RuntimeException known =
                    cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
            return new Failure(known, DirectChangePublisher.isFinal(cause));
        }
    }
}
