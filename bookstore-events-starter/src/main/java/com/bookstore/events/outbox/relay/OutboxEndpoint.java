package com.bookstore.events.outbox.relay;

import com.bookstore.events.observability.LogText;
import com.bookstore.events.outbox.RelaySignal;
import com.bookstore.events.outbox.relay.JdbcBacklog.Relays;
import com.bookstore.events.outbox.relay.JdbcParkedEvents.ParkedEvent;
import com.bookstore.events.outbox.relay.JdbcParkedEvents.Selection;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Shows the outbox, never what events carry; puts back or discards events that are set aside, if that is allowed. Works with
 * the tables, whether this instance relays or not.
 */
@Endpoint(id = "outbox")
final class OutboxEndpoint {

    private static final Logger log = LoggerFactory.getLogger(OutboxEndpoint.class);

    private static final int DEFAULT_LIMIT = 100;
    private static final int HIGHEST_LIMIT = 1_000;

    private final JdbcBacklog backlog;
    private final JdbcParkedEvents parked;
    private final RelaySignal relay;
    private final Consumer<AuditEvent> audit;
    private final boolean writesAllowed;

    OutboxEndpoint(
            JdbcBacklog backlog,
            JdbcParkedEvents parked,
            RelaySignal relay,
            Consumer<AuditEvent> audit,
            boolean writesAllowed) {
        this.backlog = backlog;
        this.parked = parked;
        this.relay = relay;
        this.audit = audit;
        this.writesAllowed = writesAllowed;
    }

    @ReadOperation
    WebEndpointResponse<?> outbox(@Nullable Integer limit) {
        if (isOutOfRange(orDefault(limit))) {
            return limitOutOfRange();
        }
        Backlog now = backlog.now();
        Relays relays = backlog.relays();
        return new WebEndpointResponse<>(new State(
                now.pending(),
                Backlog.text(Duration.ofMillis(now.oldestAgeMillis())),
                now.parked(),
                relays.present().stream()
                        .map(relay -> new Owner(
                                relay.owner(),
                                Backlog.text(Duration.ofMillis(relay.leaseMillis())),
                                relay.partitions().size(),
                                relay.partitions()))
                        .toList(),
                relays.unowned(),
                parked.oldest(orDefault(limit))));
    }

    @WriteOperation
    WebEndpointResponse<?> requeue(
            @Nullable Long sequence, @Nullable String topic, @Nullable Integer limit, SecurityContext caller) {
        return write(Action.REQUEUED, new Selection(sequence, topic, orDefault(limit)), caller);
    }

    @DeleteOperation
    WebEndpointResponse<?> discard(
            @Nullable Long sequence, @Nullable String topic, @Nullable Integer limit, SecurityContext caller) {
        return write(Action.DISCARDED, new Selection(sequence, topic, orDefault(limit)), caller);
    }

    private WebEndpointResponse<?> write(Action action, Selection selection, SecurityContext caller) {
        Principal principal = caller.getPrincipal();
        String name = principal == null ? "anonymous" : principal.getName();
        if (!writesAllowed) {
            log.info("Outbox: {} may not have events {}, writes are not allowed", LogText.of(name), action.verb());
            return refusal(
                    403,
                    "This endpoint only reads; set bookstore.events.outbox.endpoint.allow-writes=true to let it write");
        }
        if ((selection.sequence() == null) == (selection.topic() == null)) {
            return refusal(400, "Name either the 'sequence' of one parked event or the 'topic' of several");
        }
        if (isOutOfRange(selection.limit())) {
            return limitOutOfRange();
        }
        List<ParkedEvent> changed = action == Action.REQUEUED ? parked.requeue(selection) : parked.discard(selection);
        if (changed.isEmpty() && selection.sequence() != null) {
            return refusal(404, "No parked event has this sequence");
        }
        if (!changed.isEmpty()) {
            note(action, changed, name);
            relay.stored();
        }
        return new WebEndpointResponse<>(new Changed(action.verb(), sequences(changed)));
    }

    private static int orDefault(@Nullable Integer limit) {
        return limit == null ? DEFAULT_LIMIT : limit;
    }

    private static boolean isOutOfRange(int limit) {
        return limit < 1 || limit > HIGHEST_LIMIT;
    }

    private static List<Long> sequences(List<ParkedEvent> events) {
        return events.stream().map(ParkedEvent::sequence).toList();
    }

    private void note(Action action, List<ParkedEvent> changed, String principal) {
        for (ParkedEvent event : changed) {
            log.info(
                    "Outbox: {} {} of topic '{}', number {}, {} by {}",
                    LogText.of(event.type()),
                    LogText.of(event.eventId()),
                    LogText.of(event.topic()),
                    event.sequence(),
                    action.verb(),
                    LogText.of(principal));
        }
        audit.accept(new AuditEvent(
                principal,
                "OUTBOX_" + action,
                Map.of(
                        "topic", changed.get(0).topic(),
                        "sequences", sequences(changed),
                        "eventIds", changed.stream().map(ParkedEvent::eventId).toList())));
    }

    private static WebEndpointResponse<?> limitOutOfRange() {
        return refusal(400, "The limit must be at least 1 and at most " + HIGHEST_LIMIT);
    }

    private static WebEndpointResponse<?> refusal(int status, String message) {
        return new WebEndpointResponse<>(new Refusal(message), status);
    }

    private enum Action {
        REQUEUED("requeued"),
        DISCARDED("discarded");

        private final String verb;

        Action(String verb) {
            this.verb = verb;
        }

        String verb() {
            return verb;
        }
    }

    /**
     * The outbox at the moment.
     *
     * @param pending how many events wait, exact up to 10,000; above that at most so many
     * @param oldestAge how long the oldest has waited, by the database's clock
     * @param parked how many events are set aside; 10,000 stands for any larger number
     * @param relays the instances that relay
     * @param unownedPartitions partitions that nobody relays
     * @param parkedEvents the oldest of those set aside
     */
    record State(
            long pending,
            String oldestAge,
            long parked,
            List<Owner> relays,
            List<Integer> unownedPartitions,
            List<ParkedEvent> parkedEvents) {}

    /**
     * An instance that relays.
     *
     * @param owner its name, a new one after each start and each loss
     * @param expiresIn how long its lease lasts, if it is not renewed
     * @param count how many partitions it has
     * @param partitions which
     */
    record Owner(String owner, String expiresIn, int count, List<Integer> partitions) {}

    /**
     * What was done.
     *
     * @param outcome {@code requeued} or {@code discarded}
     * @param sequences with which events
     */
    record Changed(String outcome, List<Long> sequences) {}

    /**
     * Why nothing was done.
     *
     * @param error says what to do
     */
    record Refusal(String error) {}
}
