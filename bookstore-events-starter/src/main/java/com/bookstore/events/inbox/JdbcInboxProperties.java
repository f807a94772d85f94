package com.bookstore.events.inbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.util.Assert;

/**
 * How handled events are kept in the service's database.
 *
 * @param table the table's name
 * @param schema the schema of the table; the connection's own if it is not set
 * @param initializeSchema in which databases the table is created at the start
 * @param timeout how long noting events may wait for another transaction that has noted one of them, in whole seconds
 * @param cleanup how what is past its retention is deleted
 */
@ConfigurationProperties(InboxProperties.PREFIX)
record JdbcInboxProperties(
        @DefaultValue("inbox") String table,
        @Nullable String schema,
        @DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue Cleanup cleanup) {

    JdbcInboxProperties {
        Assert.isTrue(
                timeout.toSeconds() >= 1 && timeout.toHours() <= 24,
                InboxProperties.PREFIX + ".timeout must be at least 1s and at most 24h");
    }

    /**
     * How what is past its retention is deleted.
     *
     * @param enabled whether this instance deletes what is past its retention
     * @param interval how long to wait between two rounds
     * @param chunk how many rows one statement deletes
     */
    record Cleanup(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("1m") Duration interval,
            @DefaultValue("500") int chunk) {

        Cleanup {
            Assert.isTrue(interval.toMillis() >= 1, InboxProperties.PREFIX + ".cleanup.interval must be at least 1ms");
            Assert.isTrue(
                    chunk >= 1 && chunk <= 10_000,
                    InboxProperties.PREFIX + ".cleanup.chunk must be at least 1 and at most 10000");
        }
    }
}
