package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.EventPublishingException;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.publishing.PublishedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A publisher that answers as the test says: by default at once, that the event is on Kafka. */
final class TestKafka implements EventPublisher {

    private final List<EventMetadata> sent = new ArrayList<>();
    private final Deque<Reason> failures = new ArrayDeque<>();
    private final List<CompletableFuture<PublishedEvent>> held = new ArrayList<>();
    private boolean holding;

    /** The next events fail, one for each reason. */
    synchronized void fail(Reason... reasons) {
        failures.addAll(List.of(reasons));
    }

    /** The broker does not answer any more. */
    synchronized void hold() {
        holding = true;
    }

    /** The broker answers again, also what it left open. */
    void answer() {
        List<CompletableFuture<PublishedEvent>> open;
        List<PublishedEvent> answers = new ArrayList<>();
        synchronized (this) {
            holding = false;
            open = List.copyOf(held);
            for (int i = 0; i < open.size(); i++) {
                int offset = sent.size() - open.size() + i;
                answers.add(new PublishedEvent.Sent(sent.get(offset), "topic", 0, offset));
            }
            held.clear();
        }
        for (int i = 0; i < open.size(); i++) {
            open.get(i).complete(answers.get(i));
        }
    }

    synchronized List<EventMetadata> sent() {
        return List.copyOf(sent);
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(DomainEvent event) {
        throw new AssertionError("Without the metadata of the claim");
    }

    @Override
    public synchronized CompletableFuture<PublishedEvent> publish(EventEnvelope<?> envelope) {
        sent.add(envelope.metadata());
        if (!failures.isEmpty()) {
            Reason reason = failures.remove();
            return CompletableFuture.failedFuture(
                    new EventPublishingException(reason, envelope.metadata().eventId(), reason.name(), null));
        }
        if (holding) {
            CompletableFuture<PublishedEvent> open = new CompletableFuture<>();
            held.add(open);
            return open;
        }
        return CompletableFuture.completedFuture(
                new PublishedEvent.Sent(envelope.metadata(), "topic", 0, sent.size() - 1));
    }
}
