package com.bookstore.events.cdc;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * How changes of tables are read and published.
 *
 * @param enabled whether changes are read where there are translators of them; false where other instances do
 * @param topicPrefix what stands before a table's name in the name of its topic
 * @param groupId the consumer group
 * @param concurrency on how many threads changes are read; changes of one row stay in order
 * @param batchSize how many records are read, and published, at once
 * @param maxRecordSize the largest record that is read; a larger one is a dead letter
 * @param flattened whether records are rows instead of envelopes, by Debezium's ExtractNewRecordState
 * @param localZone the zone of times without one, where a row type has an instant, and the other way round
 * @param snapshot what becomes of rows that a snapshot read
 * @param publishing how events are published
 * @param originColumn the column that marks who wrote a row
 * @param ignoredOrigins whose writes are passed over, as they publish their events themselves
 * @param heartbeatTopics the topics of connectors' heartbeats
 * @param retry how a change whose translator fails is tried again
 * @param connect the Kafka Connect that runs the connectors
 * @param health when the health is bad
 */
@ConfigurationProperties(CdcProperties.PREFIX)
record CdcProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("cdc.") String topicPrefix,
        @DefaultValue("cdc-processor") String groupId,
        @DefaultValue("1") int concurrency,
        @DefaultValue("1000") int batchSize,
        @DefaultValue("4MB") DataSize maxRecordSize,
        @DefaultValue("false") boolean flattened,
        @DefaultValue("UTC") ZoneId localZone,
        @DefaultValue("ignore") Snapshot snapshot,
        @DefaultValue("direct") Publishing publishing,
        @Nullable String originColumn,
        @DefaultValue Set<String> ignoredOrigins,
        @DefaultValue List<String> heartbeatTopics,
        @DefaultValue Retry retry,
        @DefaultValue Connect connect,
        @DefaultValue Health health) {

    static final String PREFIX = "bookstore.events.cdc";

    private static final int MAX_BATCH = 10_000;
    private static final Duration SILENCE_WITH_HEARTBEATS = Duration.ofMinutes(5);

    CdcProperties {
        Assert.hasText(groupId, PREFIX + ".group-id must not be empty");
        Assert.isTrue(concurrency >= 1 && concurrency <= 100, PREFIX + ".concurrency must be 1 to 100");
        Assert.isTrue(batchSize >= 1 && batchSize <= MAX_BATCH, PREFIX + ".batch-size must be 1 to " + MAX_BATCH);
        Assert.isTrue(
                maxRecordSize.toBytes() >= 1 && maxRecordSize.toBytes() <= Integer.MAX_VALUE,
                PREFIX + ".max-record-size must be positive and less than 2GB");
    }

    /** How long there may be neither a change nor a heartbeat; {@code null} for ever. */
    @Nullable
    Duration longestSilence() {
        Duration silence = health.silence();
        return silence == null && !heartbeatTopics.isEmpty() ? SILENCE_WITH_HEARTBEATS : silence;
    }

    /** What becomes of rows that a snapshot read. */
    enum Snapshot {
        /** They are passed over. */
        IGNORE,
        /** Translators are given them. */
        TRANSLATE
    }

    /** How events are published. */
    enum Publishing {
        /** To Kafka, waiting for the acknowledgement; a change that comes again is published again, under the same ids. */
        DIRECT,
        /** Once per event id, as a rule, by the idempotent publisher. */
        IDEMPOTENT,
        /** Into the outbox, all events of a batch in one transaction. */
        OUTBOX
    }

    /**
     * How a change whose translator fails is tried again.
     *
     * @param maxRetries how often, after the first attempt, before it becomes a dead letter
     * @param delay how long to wait before the first retry; each further wait is twice as long
     * @param maxDelay the longest wait
     */
    record Retry(
            @DefaultValue("3") int maxRetries,
            @DefaultValue("1s") Duration delay,
            @DefaultValue("10s") Duration maxDelay) {

        Retry {
            Assert.isTrue(maxRetries >= 0, PREFIX + ".retry.max-retries must not be negative");
            Assert.isTrue(delay.toMillis() > 0, PREFIX + ".retry.delay must be at least 1ms");
            Assert.isTrue(
                    maxDelay.compareTo(delay) >= 0 && maxDelay.compareTo(Duration.ofMinutes(1)) <= 0,
                    PREFIX + ".retry.max-delay must not be shorter than delay, nor longer than 1m");
        }
    }

    /**
     * The Kafka Connect that runs the connectors.
     *
     * @param url its address, for example http://localhost:8083; without it, it is not asked
     * @param connectors the names of the connectors whose state the health tells
     * @param username the name to ask with, if it wants one
     * @param password the password to ask with
     * @param timeout how long to wait for an answer
     */
    record Connect(
            @Nullable URI url,
            @DefaultValue List<String> connectors,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("2s") Duration timeout) {

        Connect {
            Assert.isTrue(
                    timeout.toMillis() >= 1 && timeout.compareTo(Duration.ofSeconds(30)) <= 0,
                    PREFIX + ".connect.timeout must be 1ms to 30s");
        }

        @Override
        public String toString() {
            return "Connect[connectors=" + connectors + "]"; // the password stays here
        }
    }

    /**
     * When the health is bad.
     *
     * @param lag how old a change may be when its events are published
     * @param silence how long there may be neither a change nor a heartbeat; without it 5 minutes where heartbeats are
     *     read, and for ever where they are not
     */
    record Health(@DefaultValue("5m") Duration lag, @Nullable Duration silence) {

        Health {
            Assert.isTrue(lag.toMillis() >= 1, PREFIX + ".health.lag must be at least 1ms");
            Assert.isTrue(silence == null || silence.toMillis() >= 1, PREFIX + ".health.silence must be at least 1ms");
        }
    }
}
