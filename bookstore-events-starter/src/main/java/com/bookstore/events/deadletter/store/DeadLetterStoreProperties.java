package com.bookstore.events.deadletter.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.util.Assert;

/**
 * How dead letters are kept in a database.
 *
 * @param enabled whether this application stores dead letters
 * @param group the consumer group that reads dead letters
 * @param topics dead-letter topics to read besides those this application knows, by their physical names
 * @param table the table's name; two further tables are named after it
 * @param schema the schema of the tables; the connection's own if it is not set
 * @param initializeSchema in which databases the tables are created at the start
 * @param dataSource the bean of the database; needed where there are several
 * @param retention how long dead letters are kept
 * @param cleanup how what is past its retention is deleted
 */
@ConfigurationProperties(DeadLetterStoreProperties.PREFIX)
record DeadLetterStoreProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("dead-letter-processor") String group,
        @DefaultValue List<String> topics,
        @DefaultValue("dead_letter") String table,
        @Nullable String schema,
        @DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
        @Nullable String dataSource,
        @DefaultValue Retention retention,
        @DefaultValue Cleanup cleanup) {

    static final String PREFIX = "bookstore.events.dead-letter.store";

    DeadLetterStoreProperties {
        check(!group.isBlank(), "group must not be blank");
        check(topics.stream().noneMatch(String::isBlank), "topics must not be blank");
    }

    private static void check(boolean holds, String message) {
        Assert.isTrue(holds, PREFIX + "." + message);
    }

    /**
     * How long dead letters are kept, by what became of them and since then.
     *
     * @param unresolved those that are new; for ever if it is not set
     * @param replayed those that were replayed and did not die again
     * @param resolved those that are dealt with
     * @param discarded those that are not needed
     */
    record Retention(
            @Nullable Duration unresolved,
            @DefaultValue("30d") Duration replayed,
            @DefaultValue("30d") Duration resolved,
            @DefaultValue("30d") Duration discarded) {

        Retention {
            check("unresolved", unresolved == null ? replayed : unresolved);
            check("replayed", replayed);
            check("resolved", resolved);
            check("discarded", discarded);
        }

        private static void check(String name, Duration retention) {
            DeadLetterStoreProperties.check(
                    retention.toMillis() >= 1 && retention.toDays() <= 36_500,
                    "retention." + name + " must be at least 1ms and at most 36500d");
        }
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
            @DefaultValue("1h") Duration interval,
            @DefaultValue("500") int chunk) {

        Cleanup {
            check(interval.toMillis() >= 1, "cleanup.interval must be at least 1ms");
            check(chunk >= 1 && chunk <= 10_000, "cleanup.chunk must be at least 1 and at most 10000");
        }
    }
}
