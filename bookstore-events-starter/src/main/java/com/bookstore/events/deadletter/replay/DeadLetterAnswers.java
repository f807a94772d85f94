package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.store.DeadLetter;
import com.bookstore.events.deadletter.store.DeadLetterFilter;
import com.bookstore.events.deadletter.store.DeadLetterStatus;
import com.bookstore.events.deadletter.store.DeadLetters;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the endpoint reads from requests, and answers. */
final class DeadLetterAnswers {

    private DeadLetterAnswers() {}

    /**
     * Reads a filter.
     *
     * @throws IllegalArgumentException if a part of it is none
     */
    static DeadLetterFilter filter(
            @Nullable List<?> ids,
            @Nullable String status,
            @Nullable String topic,
            @Nullable String group,
            @Nullable String type,
            @Nullable String cause,
            @Nullable String key) {
        DeadLetterFilter filter = ids == null
                ? DeadLetterFilter.ALL
                : DeadLetterFilter.of(ids.stream()
                        .map(String::valueOf)
                        .map(DeadLetterAnswers::id)
                        .toList());
        return filter.withStatus(status == null ? null : status(status))
                .withTopic(topic)
                .withConsumerGroup(group)
                .withType(type)
                .withCause(cause)
                .withKey(key);
    }

    private static Long id(String text) {
        return number(text).orElseThrow(() -> new IllegalArgumentException("The 'ids' must be numbers"));
    }

    static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.valueOf(text.trim()));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static DeadLetterStatus status(String text) {
        try {
            return DeadLetterStatus.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("The 'status' must be one of new, replayed, resolved, discarded");
        }
    }

    static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException none) {
            throw new IllegalArgumentException("Times are written like 2026-11-27T10:15:30Z");
        }
    }

    /**
     * Some dead letters.
     *
     * @param letters the newest first
     * @param next the {@code before} of the next page, if there may be one
     */
    record Page(List<DeadLetter> letters, @Nullable Long next) {}

    /**
     * How many dead letters have something in common.
     *
     * @param statuses by what became of them
     * @param causes by the class of the exception, the largest first
     * @param topics by the topic they came from, the largest first
     */
    record Groups(
            Map<DeadLetterStatus, Long> statuses, List<DeadLetters.Group> causes, List<DeadLetters.Group> topics) {}

    /**
     * What was done.
     *
     * @param outcome {@code discarded} or {@code resolved}
     * @param ids with which dead letters
     */
    record Closed(String outcome, List<Long> ids) {}

    /**
     * Why nothing was done.
     *
     * @param error says what to do
     */
    record Refusal(String error) {}
}
