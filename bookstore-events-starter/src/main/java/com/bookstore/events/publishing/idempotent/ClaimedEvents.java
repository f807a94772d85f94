package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.EventPublishingException;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.publishing.PublishedEvent;
import com.bookstore.events.publishing.PublishedEvent.Sent;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.UnreadableClaim;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Sends the events of claims that were granted together, as long as their common lease covers what a send may take. */
final class ClaimedEvents {

    private final EventPublisher events;
    private final Settlements settlements;
    private final Deadline lastSend;

    /** Each would wait for max-block, one after the other. */
    private final Set<Class<? extends DomainEvent>> unreachable = ConcurrentHashMap.newKeySet();

    ClaimedEvents(EventPublisher events, Settlements settlements, Deadline lastSend) {
        this.events = events;
        this.settlements = settlements;
        this.lastSend = lastSend;
    }

    void send(Attempt attempt, Granted claim) {
        Publication publication = attempt.publication();
        EventMetadata metadata;
        try {
            metadata = claim.event().equals(publication.claim().event())
                    ? publication.metadata()
                    : ClaimTexts.metadata(claim.key(), claim.event());
        } catch (UnreadableClaim unreadable) {
            settlements.failed(attempt, claim, unreadable);
            return;
        }
        String obstacle = obstacle(publication.event());
        if (obstacle != null) {
            settlements.failed(attempt, claim, notSent(metadata, obstacle));
            return;
        }
        try {
            publication.trace().execute(() -> send(attempt, claim, metadata));
        } catch (RuntimeException failure) {
            settlements.failed(attempt, claim, failure);
        }
    }

    private void send(Attempt attempt, Granted claim, EventMetadata metadata) {
        DomainEvent event = attempt.publication().event();
        var unused = events.publish(new EventEnvelope<>(metadata, event))
                .whenComplete((published, failure) -> settle(attempt, claim, published, failure));
    }

    private void settle(
            Attempt attempt, Granted claim, @Nullable PublishedEvent published, @Nullable Throwable failure) {
        if (published instanceof Sent sent) {
            settlements.published(attempt, claim, sent);
            return;
        }
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof EventPublishingException publishing && publishing.reason() == Reason.BROKER_UNREACHABLE) {
            unreachable.add(attempt.publication().event().getClass());
        }
        settlements.failed(attempt, claim, cause == null ? new IllegalStateException("No outcome") : cause);
    }

    private @Nullable String obstacle(DomainEvent event) {
        if (lastSend.isOver()) {
            return "its claim was granted so long ago that the lease could end before the broker answers";
        }
        return !unreachable.isEmpty() && unreachable.contains(event.getClass())
                ? "the broker was unreachable a moment ago for an event of its type"
                : null;
    }

    private static EventPublishingException notSent(EventMetadata metadata, String obstacle) {
        return new EventPublishingException(
                Reason.BROKER_UNREACHABLE, metadata.eventId(), "Not sent: " + obstacle + "; publish it again", null);
    }
}
