package com.bookstore.events.inbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Which listeners handle each event once, and in whose transactions.
 *
 * @param allListeners whether all listeners of events handle each event once, annotated with IdempotentConsumer or not
 * @param transactionManager the name of the transaction manager bean, where the application has several
 * @param dataSource the name of the DataSource bean, where the application has several
 * @param retention how long it is remembered which events were handled
 * @param acceptShortRetention whether the retention may be shorter than that of a topic, so that an event that is read
 *     again late is handled again
 */
@ConfigurationProperties(InboxProperties.PREFIX)
record InboxProperties(
        @DefaultValue("false") boolean allListeners,
        @Nullable String transactionManager,
        @Nullable String dataSource,
        @DefaultValue("90d") Duration retention,
        @DefaultValue("false") boolean acceptShortRetention) {

    static final String PREFIX = "bookstore.events.inbox";

    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);

    InboxProperties {
        Assert.isTrue(
                retention.toMillis() >= 1 && retention.compareTo(LONGEST_RETENTION) <= 0,
                PREFIX + ".retention must be at least 1ms and at most 36500d");
    }
}
