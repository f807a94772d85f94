package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.replay.DeadLetterAnswers.Closed;
import com.bookstore.events.deadletter.replay.DeadLetterAnswers.Groups;
import com.bookstore.events.deadletter.replay.DeadLetterAnswers.Page;
import com.bookstore.events.deadletter.replay.DeadLetterAnswers.Refusal;
import com.bookstore.events.deadletter.store.DeadLetter;
import com.bookstore.events.deadletter.store.DeadLetterFilter;
import com.bookstore.events.deadletter.store.DeadLetters;
import com.bookstore.events.observability.LogText;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Shows stored dead letters, what they carry behind a mask; replays and closes them, if that is allowed. */
@Endpoint(id = "deadletters")
final class DeadLettersEndpoint {

    private static final Logger log = LoggerFactory.getLogger(DeadLettersEndpoint.class);

    private static final int DEFAULT_LIMIT = 50;
    private static final int DEFAULT_CLOSED = 1_000;
    private static final int MOST_AUDITED = 1_000;
    private static final String REPLAYS = "replays";
    private static final String GROUPS = "groups";

    private final DeadLetters letters;
    private final DeadLetterReplays replays;
    private final Consumer<AuditEvent> audit;
    private final DeadLettersEndpointProperties properties;

    DeadLettersEndpoint(
            DeadLetters letters,
            DeadLetterReplays replays,
            Consumer<AuditEvent> audit,
            DeadLettersEndpointProperties properties) {
        this.letters = letters;
        this.replays = replays;
        this.audit = audit;
        this.properties = properties;
    }

    @ReadOperation
    WebEndpointResponse<?> list(
            @Nullable String status,
            @Nullable String topic,
            @Nullable String group,
            @Nullable String type,
            @Nullable String cause,
            @Nullable String key,
            @Nullable String from,
            @Nullable String until,
            @Nullable Long before,
            @Nullable Integer limit) {
        return answer(() -> {
            DeadLetterFilter filter = DeadLetterAnswers.filter(null, status, topic, group, type, cause, key)
                    .between(DeadLetterAnswers.time(from), DeadLetterAnswers.time(until));
            int most = limit == null ? DEFAULT_LIMIT : limit;
            List<DeadLetter> found = letters.list(filter, before, most);
            return Optional.of(new Page(
                    found, found.size() < most ? null : found.get(most - 1).id()));
        });
    }

    /** One dead letter by its number, the counts of those that fit, or the replays of this instance. */
    @ReadOperation
    WebEndpointResponse<?> read(
            @Selector String what,
            @Nullable String status,
            @Nullable String topic,
            @Nullable String group,
            @Nullable String type,
            @Nullable String cause,
            @Nullable String key,
            @Nullable String from,
            @Nullable String until) {
        return answer(() -> {
            if (what.equals(REPLAYS)) {
                return Optional.of(replays.recent());
            }
            if (what.equals(GROUPS)) {
                DeadLetterFilter filter = DeadLetterAnswers.filter(null, status, topic, group, type, cause, key)
                        .between(DeadLetterAnswers.time(from), DeadLetterAnswers.time(until));
                return Optional.of(
                        new Groups(letters.statuses(filter), letters.causes(filter), letters.topics(filter)));
            }
            return DeadLetterAnswers.number(what)
                    .flatMap(letters::find)
                    .map(details -> DeadLetterView.of(details, properties.showPayloads()));
        });
    }

    @ReadOperation
    WebEndpointResponse<?> progress(@Selector String what, @Selector String id) {
        return answer(() -> what.equals(REPLAYS) ? replays.progress(id) : Optional.empty());
    }

    /** Replays, edits, discards or resolves. */
    @WriteOperation
    WebEndpointResponse<?> write(
            @Selector String action,
            @Nullable List<?> ids,
            @Nullable String status,
            @Nullable String topic,
            @Nullable String group,
            @Nullable String type,
            @Nullable String cause,
            @Nullable String key,
            @Nullable String reason,
            @Nullable String payload,
            @Nullable Boolean dryRun,
            @Nullable Boolean force,
            @Nullable Integer limit,
            @Nullable Integer rate,
            SecurityContext caller) {
        return written(action, caller, by -> {
            DeadLetterFilter filter = DeadLetterAnswers.filter(ids, status, topic, group, type, cause, key);
            return switch (action) {
                case "replay" ->
                    replay(
                            new ReplayRequest(filter, limit, rate, Boolean.TRUE.equals(force)),
                            Boolean.TRUE.equals(dryRun),
                            by);
                case "edit" -> edit(filter, payload, by);
                case "discard", "resolve" -> close(action, filter, limit, reason, by);
                default -> Optional.empty();
            };
        });
    }

    @DeleteOperation
    WebEndpointResponse<?> cancel(@Selector String what, @Selector String id, SecurityContext caller) {
        return written("cancel", caller, by -> {
            if (!what.equals(REPLAYS) || !replays.cancel(id, by)) {
                return Optional.empty();
            }
            note(by, "REPLAY_CANCELLED", Map.of("run", id));
            return replays.progress(id);
        });
    }

    private Optional<?> replay(ReplayRequest request, boolean dryRun, String by) {
        if (dryRun) {
            return Optional.of(replays.preview(request));
        }
        ReplayProgress started = replays.start(request, by);
        note(by, "REPLAYED", Map.of("run", started.id(), "filter", request.filter(), "count", started.sendable()));
        return Optional.of(started);
    }

    private Optional<?> edit(DeadLetterFilter filter, @Nullable String payload, String by) {
        if (filter.ids().size() != 1 || payload == null) {
            throw new IllegalArgumentException("Name one dead letter in 'ids' and its new 'payload', JSON as a text");
        }
        ReplayProgress started = replays.replayEdited(filter.ids().get(0), payload, by);
        note(by, "EDITED", Map.of("run", started.id(), "ids", filter.ids()));
        return Optional.of(started);
    }

    private Optional<?> close(
            String action, DeadLetterFilter filter, @Nullable Integer limit, @Nullable String reason, String by) {
        if (!filter.isSpecific()) {
            throw new IllegalArgumentException(
                    "Name dead letters by 'ids', 'topic', 'group', 'type', 'cause' or 'key'");
        }
        int most = limit == null ? DEFAULT_CLOSED : limit;
        String why = reason == null ? "" : reason;
        boolean discard = action.equals("discard");
        List<Long> closed = discard ? letters.discard(filter, most, why, by) : letters.resolve(filter, most, why, by);
        if (closed.isEmpty()) {
            return Optional.empty();
        }
        String outcome = discard ? "discarded" : "resolved";
        note(
                by,
                outcome.toUpperCase(Locale.ROOT),
                Map.of(
                        "reason", why,
                        "count", closed.size(),
                        "ids", closed.subList(0, Math.min(closed.size(), MOST_AUDITED))));
        return Optional.of(new Closed(outcome, closed));
    }

    private void note(String by, String what, Map<String, Object> data) {
        audit.accept(new AuditEvent(by, "DEAD_LETTERS_" + what, data));
    }

    private WebEndpointResponse<?> written(String action, SecurityContext caller, Write write) {
        Principal principal = caller.getPrincipal();
        String by = principal == null ? "anonymous" : principal.getName();
        if (!properties.allowWrites()) {
            log.info("Dead letters: {} may not {}, writes are not allowed", LogText.of(by), LogText.of(action));
            return refusal(
                    403,
                    "This endpoint only reads; set %s.allow-writes=true to let it write"
                            .formatted(DeadLettersEndpointProperties.PREFIX));
        }
        return answer(() -> write.by(by));
    }

    private static WebEndpointResponse<?> answer(Supplier<Optional<?>> work) {
        try {
            Optional<?> found = work.get();
            return found.isPresent()
                    ? new WebEndpointResponse<>(found.get())
                    : refusal(404, "There is nothing of this name or number, or nothing left to do with it");
        } catch (ReplayRefusedException refused) {
            return refusal(refused.isNothingFound() ? 404 : 409, String.valueOf(refused.getMessage()));
        } catch (IllegalArgumentException wrong) {
            return refusal(400, String.valueOf(wrong.getMessage()));
        }
    }

    private static WebEndpointResponse<?> refusal(int status, String message) {
        return new WebEndpointResponse<>(new Refusal(message), status);
    }

    /** Something that changes dead letters. */
    @FunctionalInterface
    private interface Write {

        Optional<?> by(String principal);
    }
}
