package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.ClaimToken;
import com.bookstore.events.idempotency.Confirmation;
import com.bookstore.events.idempotency.IdempotencyStore;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.publishing.EventPublishingException;
import com.bookstore.events.publishing.PublishedEvent.Sent;
import com.bookstore.events.publishing.idempotent.IdempotentPublication.Published;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending.Reason;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the store, in batches, what became of granted claims, and then their attempts. */
final class Settlements {

    private static final Logger log = LoggerFactory.getLogger(Settlements.class);

    private final IdempotencyStore store;
    private final EventRecorder recorder;
    private final BatchWorker<Settlement> worker;

    Settlements(IdempotencyStore store, EventRecorder recorder, int batchSize) {
        this.store = store;
        this.recorder = recorder;
        this.worker = new BatchWorker<>(
                "bookstore-events-confirmations", batchSize, this::settle, (settlement, failure) -> settlement
                        .attempt()
                        .fail(failure));
    }

    void published(Attempt attempt, Granted claim, Sent sent) {
        add(new Confirmed(attempt, new Confirmation(claim.key(), claim.token(), ClaimTexts.outcome(sent)), sent));
    }

    /** An event that was certainly not sent, neither now nor by an earlier holder of the key, leaves nothing behind. */
    void failed(Attempt attempt, Granted claim, Throwable failure) {
        ClaimToken token = new ClaimToken(claim.key(), claim.token());
        boolean notSent = failure instanceof EventPublishingException publishing && !publishing.isOutcomeUnknown();
        add(
                notSent && !claim.resumed()
                        ? new Forgotten(attempt, token, failure)
                        : new Released(attempt, token, failure));
    }

    private void add(Settlement settlement) {
        if (!worker.add(settlement)) {
            abandon(settlement);
        }
    }

    void close() {
        worker.close().forEach(Settlements::abandon);
    }

    private static void abandon(Settlement settlement) {
        settlement
                .attempt()
                .fail(new OutcomePending(settlement.attempt().publication().key(), Reason.STOPPED));
    }

    private void settle(List<Settlement> batch) {
        List<Confirmed> confirmed = only(batch, Confirmed.class);
        confirm(confirmed);
        confirmed.forEach(one -> one.attempt().succeed(new Published(one.sent())));
        List<Released> released = only(batch, Released.class);
        end("released", released.stream().map(Released::token).toList(), store::release);
        released.forEach(one -> one.attempt().fail(one.failure()));
        List<Forgotten> forgotten = only(batch, Forgotten.class);
        end("forgotten", forgotten.stream().map(Forgotten::token).toList(), store::forget);
        forgotten.forEach(one -> one.attempt().fail(one.failure()));
    }

    private static <T> List<T> only(List<Settlement> batch, Class<T> kind) {
        return batch.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void confirm(List<Confirmed> confirmed) {
        if (confirmed.isEmpty()) {
            return;
        }
        try {
            store.confirm(confirmed.stream().map(Confirmed::confirmation).toList());
        } catch (RuntimeException failure) {
            log.warn(
                    "{} events are published, but their idempotency keys could not be confirmed; who publishes one of"
                            + " these keys again sends the event again, under the same event id",
                    confirmed.size(),
                    failure);
            confirmed.forEach(one -> recorder.unconfirmed());
        }
    }

    private void end(String what, List<ClaimToken> tokens, Consumer<List<ClaimToken>> call) {
        if (tokens.isEmpty()) {
            return;
        }
        try {
            call.accept(tokens);
        } catch (RuntimeException failure) {
            log.warn("{} claims could not be {}; they end with their leases", tokens.size(), what, failure);
        }
    }

    private sealed interface Settlement {
        Attempt attempt();
    }

    private record Confirmed(Attempt attempt, Confirmation confirmation, Sent sent) implements Settlement {}

    private record Released(Attempt attempt, ClaimToken token, Throwable failure) implements Settlement {}

    private record Forgotten(Attempt attempt, ClaimToken token, Throwable failure) implements Settlement {}
}
