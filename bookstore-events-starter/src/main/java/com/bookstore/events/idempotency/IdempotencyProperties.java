package com.bookstore.events.idempotency;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Where idempotency keys are kept, and for how long.
 *
 * @param store where keys are kept; nothing of this feature is there unless it is set to another than none
 * @param lease how long a claim holds its key; must exceed bookstore.events.publishing.delivery-timeout
 * @param retention how long a confirmed key is remembered, and an unconfirmed one after its lease
 * @param timeout how long a call to a store outside the service may take
 * @param failOpen whether events are published without protection while the store cannot be reached
 * @param inMemory settings of the store in the service's own memory
 * @param redis settings of the store in Redis
 */
@ConfigurationProperties("bookstore.events.idempotency")
record IdempotencyProperties(
        @DefaultValue("none") Store store,
        @DefaultValue("1m") Duration lease,
        @DefaultValue("7d") Duration retention,
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("false") boolean failOpen,
        @DefaultValue InMemory inMemory,
        @DefaultValue Redis redis) {

    private static final String PREFIX = "bookstore.events.idempotency.";
    private static final Duration MAX_RETENTION = Duration.ofDays(3650);

    IdempotencyProperties {
        IdempotencyLease.check(PREFIX + "lease", lease);
        Assert.isTrue(
                retention.compareTo(lease) >= 0 && retention.compareTo(MAX_RETENTION) <= 0,
                PREFIX + "retention must not be shorter than lease and at most 3650 days");
        Assert.isTrue(
                timeout.toMillis() >= 10 && timeout.compareTo(lease) < 0,
                PREFIX + "timeout must be at least 10ms and shorter than lease");
    }

    /** Where keys are kept. */
    enum Store {
        /** Nowhere; the feature is off. */
        NONE,
        /** In the database if there is one, else in Redis if there is one, else in memory. */
        AUTO,
        /** In the service's own memory. */
        IN_MEMORY,
        /** In the service's database. */
        JDBC,
        /** In Redis. */
        REDIS
    }

    /**
     * The store in the service's own memory.
     *
     * @param maxSize how many keys are kept; past that, old ones are forgotten
     */
    record InMemory(@DefaultValue("100000") int maxSize) {

        InMemory {
            Assert.isTrue(maxSize >= 1, PREFIX + "in-memory.max-size must be at least 1");
        }
    }

    /**
     * The store in Redis.
     *
     * @param prefix what the names of the keys in Redis begin with; bookstore:idempotency: and spring.application.name
     *     unless it is set, so that services that share a Redis do not share keys
     */
    record Redis(@Nullable String prefix) {

        String prefix(@Nullable String application) {
            if (prefix != null) {
                return prefix;
            }
            return "bookstore:idempotency:" + (application == null || application.isBlank() ? "" : application + ":");
        }
    }
}
