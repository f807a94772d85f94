package com.bookstore.events.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.util.Assert;

/**
 * How events are stored in the business transaction.
 *
 * @param enabled whether there is an outbox; bookstore.events.publishing.mode=outbox switches it on as well
 * @param table the table of events; the names of the other tables begin with it
 * @param schema the schema of the tables; the connection's own if it is not set
 * @param initializeSchema in which databases the tables are created at the start
 * @param dataSource the name of the DataSource bean, where the application has several
 * @param transactionManager the name of the transaction manager bean, where the application has several
 * @param withoutTransaction what publishing outside of a transaction does: fail, or open one of its own
 * @param strictOrder whether transactions that publish events of one key wait for each other
 * @param lockTimeout how long such a transaction waits for the others of its partition before it fails; on H2 its own
 *     LOCK_TIMEOUT
 * @param applicationEvents whether a DomainEvent that is published as a Spring application event goes through the outbox
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
        @DefaultValue("30s") Duration lockTimeout,
        @DefaultValue("false") boolean applicationEvents) {

    static final String PREFIX = "bookstore.events.outbox";

    OutboxProperties {
        Assert.isTrue(
                lockTimeout.toSeconds() >= 1 && lockTimeout.toHours() <= 24,
                PREFIX + ".lock-timeout must be at least 1s and at most 24h");
    }

    /** What publishing outside of a transaction does. */
    enum WithoutTransaction {
        /** It fails. */
        FAIL,
        /** It opens a transaction of its own, for the event alone. */
        OPEN
    }
}
