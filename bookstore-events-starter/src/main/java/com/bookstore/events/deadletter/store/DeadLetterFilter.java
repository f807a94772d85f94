package com.bookstore.events.deadletter.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those that fit everything that is set. Begin with {@link #ALL} or {@link #of}.
 *
 * @param ids their numbers; empty for any
 * @param status what became of them
 * @param topic the topic the records came from, by its physical name
 * @param consumerGroup the group whose handler failed
 * @param type the event's name
 * @param cause the class of the exception
 * @param key the record's key, of which the first 500 characters count
 * @param from stored at this time or later
 * @param until stored before this time
 */
public record DeadLetterFilter(
        List<Long> ids,
        @Nullable DeadLetterStatus status,
        @Nullable String topic,
        @Nullable String consumerGroup,
        @Nullable String type,
        @Nullable String cause,
        @Nullable String key,
        @Nullable Instant from,
        @Nullable Instant until) {

    /** All dead letters. */
    public static final DeadLetterFilter ALL =
            new DeadLetterFilter(List.of(), null, null, null, null, null, null, null, null);

    /** How many dead letters can be named by their numbers. */
    public static final int MOST_IDS = 1_000;

    /**
     * Copies the numbers.
     *
     * @throws IllegalArgumentException if they are more than {@value #MOST_IDS}
     */
    public DeadLetterFilter {
        if (ids.size() > MOST_IDS) {
            throw new IllegalArgumentException("At most %d dead letters can be named by their ids, but these are %d"
                    .formatted(MOST_IDS, ids.size()));
        }
        ids = List.copyOf(ids);
    }

    /**
     * Returns a filter for certain dead letters.
     *
     * @param ids their numbers, at least one
     * @return a filter
     * @throws IllegalArgumentException if there is none, or more than {@value #MOST_IDS}
     */
    public static DeadLetterFilter of(List<Long> ids) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("Name at least one dead letter by its id");
        }
        return new DeadLetterFilter(ids, null, null, null, null, null, null, null, null);
    }

    /**
     * Returns this filter for one status.
     *
     * @param status what became of them
     * @return a filter
     */
    public DeadLetterFilter withStatus(@Nullable DeadLetterStatus status) {
        return new DeadLetterFilter(ids, status, topic, consumerGroup, type, cause, key, from, until);
    }

    /**
     * Returns this filter for one topic.
     *
     * @param topic the topic's physical name
     * @return a filter
     */
    public DeadLetterFilter withTopic(@Nullable String topic) {
        return new DeadLetterFilter(ids, status, topic, consumerGroup, type, cause, key, from, until);
    }

    /**
     * Returns this filter for one consumer group.
     *
     * @param consumerGroup the group whose handler failed
     * @return a filter
     */
    public DeadLetterFilter withConsumerGroup(@Nullable String consumerGroup) {
        return new DeadLetterFilter(ids, status, topic, consumerGroup, type, cause, key, from, until);
    }

    /**
     * Returns this filter for one type of events.
     *
     * @param type the event's name
     * @return a filter
     */
    public DeadLetterFilter withType(@Nullable String type) {
        return new DeadLetterFilter(ids, status, topic, consumerGroup, type, cause, key, from, until);
    }

    /**
     * Returns this filter for one cause.
     *
     * @param cause the class of the exception
     * @return a filter
     */
    public DeadLetterFilter withCause(@Nullable String cause) {
        return new DeadLetterFilter(ids, status, topic, consumerGroup, type, cause, key, from, until);
    }

    /**
     * Returns this filter for one key.
     *
     * @param key the record's key
     * @return a filter
     */
    public DeadLetterFilter withKey(@Nullable String key) {
        return new DeadLetterFilter(ids, status, topic, consumerGroup, type, cause, key, from, until);
    }

    /**
     * Returns this filter for a range of time.
     *
     * @param from stored at this time or later
     * @param until stored before this time
     * @return a filter
     */
    public DeadLetterFilter between(@Nullable Instant from, @Nullable Instant until) {
        return new DeadLetterFilter(ids, status, topic, consumerGroup, type, cause, key, from, until);
    }

    /**
     * Tells whether the filter leaves anything out but a status or a time: writes must say what they mean.
     *
     * @return whether dead letters are named by number, topic, group, type, cause or key
     */
    public boolean isSpecific() {
        return !ids.isEmpty() || topic != null || consumerGroup != null || type != null || cause != null || key != null;
    }
}
