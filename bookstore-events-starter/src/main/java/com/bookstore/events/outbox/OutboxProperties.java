package com.bookstore.events.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * How events are stored in the business transaction and relayed to Kafka.
 *
 * @param enabled whether there is an outbox; also switched on by bookstore.events.publishing.mode=outbox
 * @param table the table of events; the names of the other tables begin with it
 * @param schema the schema of the tables; the connection's own if it is not set
 * @param initializeSchema in which databases the tables are created at the start
 * @param dataSource the name of the DataSource bean, where the application has several
 * @param transactionManager the name of the transaction manager bean, where the application has several
 * @param withoutTransaction what publishing outside of a transaction does: fail, or open one of its own
 * @param strictOrder whether transactions that publish events of one key wait for each other
 * @param applicationEvents whether a DomainEvent that is published as a Spring application event goes through the outbox
 * @param relay whether this application relays what is stored, and how
 */
@ConfigurationProperties(OutboxProperties.PREFIX)
record OutboxProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("outbox") String table,
        @Nullable String schema,
        @DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
        @Nullable String dataSource,
        @Nullable String transactionManager,
        @DefaultValue("fail") WithoutTransaction withoutTransaction,
        @DefaultValue("false") boolean strictOrder,
        @DefaultValue("false") boolean applicationEvents,
        @DefaultValue Relay relay) {

    static final String PREFIX = "bookstore.events.outbox";

    /** What publishing outside of a transaction does. */
    enum WithoutTransaction {
        /** It fails. */
        FAIL,
        /** It opens a transaction of its own, for the event alone. */
        OPEN
    }

    /** What happens to an event that Kafka refuses for good. */
    enum OnRefused {
        /** It is set aside, and the events behind it go on. */
        PARK,
        /** It stays, and the later events of its key wait for it. */
        HOLD_KEY
    }

    /**
     * How stored events are relayed.
     *
     * @param enabled whether this application relays; false where another one does
     * @param batchSize how many events are on their way at once
     * @param batchBytes how much these events may take in memory
     * @param pollInterval the longest pause between two looks at the table, when nothing is stored in this instance
     * @param lease how long a partition of the outbox stays with an instance that no longer answers
     * @param onRefused what happens to an event that Kafka refuses for good
     * @param unavailableTopicDelay how long events of a topic that cannot be reached wait, while other topics can be
     * @param stopTimeout how long a shutdown waits for events on their way
     */
    record Relay(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("2000") int batchSize,
            @DefaultValue("16MB") DataSize batchBytes,
            @DefaultValue("250ms") Duration pollInterval,
            @DefaultValue("10s") Duration lease,
            @DefaultValue("park") OnRefused onRefused,
            @DefaultValue("30s") Duration unavailableTopicDelay,
            @DefaultValue("10s") Duration stopTimeout) {

        Relay {
            check(batchSize >= 1 && batchSize <= 10_000, "batch-size must be at least 1 and at most 10000");
            check(
                    batchBytes.toBytes() >= 1 && batchBytes.toMegabytes() <= 1_024,
                    "batch-bytes must be at least 1B and at most 1GB");
            check(
                    pollInterval.toMillis() >= 1 && pollInterval.toHours() < 24,
                    "poll-interval must be at least 1ms and shorter than a day");
            check(
                    lease.toMillis() >= 1_000 && lease.toHours() < 24,
                    "lease must be at least 1s and shorter than a day");
            check(
                    unavailableTopicDelay.toMillis() >= 1 && unavailableTopicDelay.toHours() < 24,
                    "unavailable-topic-delay must be at least 1ms and shorter than a day");
            check(!stopTimeout.isNegative(), "stop-timeout must not be negative");
        }

        private static void check(boolean holds, String message) {
            Assert.isTrue(holds, PREFIX + ".relay." + message);
        }
    }
}
