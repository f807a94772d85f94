package com.bookstore.events.deadletter.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a dead letter, without what it carries. Texts from the wire are cut to what the table holds.
 *
 * @param id its number in the store
 * @param status what became of it
 * @param source where the record was that could not be handled
 * @param key the first 500 characters of the record's key
 * @param type the event's registered name, else what the record calls itself
 * @param eventId the event's id, if the record has one
 * @param cause why it could not be handled, the last time
 * @param attempts how often it became a dead letter: once, and once more for each replay that failed
 * @param replays how often it was replayed
 * @param valueSize how many bytes the record's value has; -1 if it has none
 * @param storedAt when it came into the store, by the database's clock
 * @param changedAt when its status was last set, by the database's clock
 */
public record DeadLetter(
        long id,
        DeadLetterStatus status,
        Source source,
        @Nullable String key,
        @Nullable String type,
        @Nullable String eventId,
        Cause cause,
        int attempts,
        int replays,
        int valueSize,
        Instant storedAt,
        Instant changedAt) {

    /**
     * Where the record was that could not be handled. Of a dead letter whose headers do not tell, where the dead letter is.
     *
     * @param consumerGroup the group whose handler failed, empty if it is not known
     * @param topic the topic
     * @param partition the partition
     * @param offset the position in the partition
     * @param timestamp the record's timestamp; {@code 1970} if it is not known
     */
    public record Source(String consumerGroup, String topic, int partition, long offset, Instant timestamp) {}

    /**
     * Why a record could not be handled.
     *
     * @param type the class of the exception, empty if it is not known
     * @param message its message
     */
    public record Cause(String type, String message) {}
}
