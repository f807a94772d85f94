package com.bookstore.events.eventstore;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.util.Assert;

/**
 * How events are kept in streams.
 *
 * @param enabled whether there is an event store
 * @param table the table of events; the names of the other tables begin with it
 * @param schema the schema of the tables; the connection's own if it is not set
 * @param initializeSchema in which databases the tables are created at the start
 * @param dataSource the name of the DataSource bean, where the application has several
 * @param transactionManager the name of the transaction manager bean, where the application has several
 * @param publish whether appended events are stored in the outbox too, which sends them to Kafka
 * @param stallWarning how long readers of the whole store may wait for one transaction before a warning is logged
 */
@ConfigurationProperties(EventStoreProperties.PREFIX)
record EventStoreProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("event_store") String table,
        @Nullable String schema,
        @DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
        @Nullable String dataSource,
        @Nullable String transactionManager,
        @DefaultValue("false") boolean publish,
        @DefaultValue("10s") Duration stallWarning) {

    static final String PREFIX = "bookstore.events.event-store";

    EventStoreProperties {
        Assert.isTrue(
                stallWarning.toMillis() >= 1 && stallWarning.toHours() <= 24,
                PREFIX + ".stall-warning must be at least 1ms and at most 24h");
    }
}
