package com.bookstore.events.deadletter.replay;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How dead letters are sent again.
 *
 * @param topics the topics that replays may write to, by their physical names; if it is not set, those this application
 *     listens to or declares
 * @param destination where replayed records go
 * @param maxRecords how many dead letters one replay sends at most
 * @param maxReplays how often a dead letter is replayed, unless that is forced
 * @param rate how many dead letters a replay sends per second at most; as many as possible if it is not set
 * @param batchSize how many dead letters are on their way at once
 * @param sendTimeout how long to wait for the acknowledgement of a batch before the replay stops
 * @param lease how long a partition of a source stays with an instance that no longer answers
 * @param allowEdit whether the value of a dead letter may be changed for its replay
 */
@ConfigurationProperties(DeadLetterReplayProperties.PREFIX)
record DeadLetterReplayProperties(
        @DefaultValue List<String> topics,
        @DefaultValue("source-topic") Destination destination,
        @DefaultValue("10000") int maxRecords,
        @DefaultValue("3") int maxReplays,
        @Nullable Integer rate,
        @DefaultValue("5000") int batchSize,
        @DefaultValue("30s") Duration sendTimeout,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("false") boolean allowEdit) {

    static final String PREFIX = "bookstore.events.dead-letter.replay";

    private static final int MOST_RECORDS = 1_000_000;
    private static final Duration ROOM_IN_LEASE = Duration.ofSeconds(10);

    DeadLetterReplayProperties {
        check(topics.stream().noneMatch(String::isBlank), "topics must not be blank");
        check(
                maxRecords >= 1 && maxRecords <= MOST_RECORDS,
                "max-records must be at least 1 and at most " + MOST_RECORDS);
        check(maxReplays >= 1 && maxReplays <= 1_000, "max-replays must be at least 1 and at most 1000");
        check(
                rate == null || (rate >= 1 && rate <= MOST_RECORDS),
                "rate must be at least 1 and at most " + MOST_RECORDS);
        check(batchSize >= 1 && batchSize <= 10_000, "batch-size must be at least 1 and at most 10000");
        check(
                sendTimeout.toMillis() >= 100 && sendTimeout.toHours() < 24,
                "send-timeout must be at least 100ms and shorter than a day");
        check(
                lease.compareTo(sendTimeout.plus(ROOM_IN_LEASE)) >= 0 && lease.toDays() <= 1,
                "lease must be at least 10s longer than send-timeout, and at most a day");
    }

    private static void check(boolean holds, String message) {
        Assert.isTrue(holds, PREFIX + "." + message);
    }

    /** Where replayed records go. */
    enum Destination {
        /** To the topic they came from, where all consumer groups see them again. */
        SOURCE_TOPIC,
        /** To the topic {@code <topic>-<group>-retry}, which only the group listens to whose handler failed. */
        RETRY_TOPIC
    }
}
