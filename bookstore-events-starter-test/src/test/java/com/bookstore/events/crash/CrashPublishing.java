package com.bookstore.events.crash;

import com.bookstore.events.publishing.EventPublishingException;
import com.bookstore.events.publishing.idempotent.IdempotentEventPublisher;
import com.bookstore.events.publishing.idempotent.IdempotentEventPublisher.Keyed;
import com.bookstore.events.publishing.idempotent.IdempotentPublication;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/** Publishes all events of a run and notes what came of each; what failed is published again under its key. */
final class CrashPublishing {

    private static final int MOST_ROUNDS = 30;

    private final IdempotentEventPublisher publisher;
    private final Ledger ledger;
    private final String who;

    CrashPublishing(IdempotentEventPublisher publisher, Ledger ledger, String who) {
        this.publisher = publisher;
        this.ledger = ledger;
        this.who = who;
    }

    /** From a point in time on, so that two services begin together. */
    void publish(Run run, long startMillis) {
        while (System.currentTimeMillis() < startMillis) {
            LockSupport.parkUntil(startMillis);
        }
        for (int number = 0; number < run.eventsOfAccount(); number++) {
            List<CrashEvent> left = run.events(number);
            for (int round = 0; !left.isEmpty() && round < MOST_ROUNDS; round++) {
                left = tried(left);
            }
        }
    }

    private List<CrashEvent> tried(List<CrashEvent> events) {
        List<CompletableFuture<IdempotentPublication>> futures = publisher.publishAll(
                events.stream().map(event -> new Keyed(event.name(), event)).toList());
        List<CrashEvent> left = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (!isPublished(events.get(i), futures.get(i))) {
                left.add(events.get(i));
            }
        }
        return left;
    }

    private boolean isPublished(CrashEvent event, CompletableFuture<IdempotentPublication> future) {
        try {
            String eventId = future.join().sent().metadata().eventId();
            ledger.append(who, "ok", event.name(), eventId);
            return true;
        } catch (CompletionException failure) {
            Throwable cause = failure.getCause();
            boolean unknown = cause instanceof OutcomePending
                    || (cause instanceof EventPublishingException publishing && publishing.isOutcomeUnknown());
            ledger.append(who, unknown ? "unknown" : "failed", event.name(), String.valueOf(cause));
            return false;
        }
    }
}
