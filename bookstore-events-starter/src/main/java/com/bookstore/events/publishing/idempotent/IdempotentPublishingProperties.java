package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.idempotency.IdempotencyStoreException;
import com.bookstore.events.publishing.EventPublishingException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How events are published once per idempotency key.
 *
 * @param deadline how long one publication may take in all; by default 5 seconds for each attempt
 * @param inProgressWait how long to wait for another call that is publishing the same key
 * @param batchSize how many keys one call of the store claims or confirms at most
 * @param maxPending how many events may be under way
 * @param maxBlock how long a call may wait for room among the events under way
 * @param stopTimeout how long the shutdown waits for events under way
 * @param retry how a failed publication is tried again; needs spring-retry
 */
@ConfigurationProperties("bookstore.events.publishing.idempotent")
record IdempotentPublishingProperties(
        @Nullable Duration deadline,
        @DefaultValue("2s") Duration inProgressWait,
        @DefaultValue("500") int batchSize,
        @DefaultValue("10000") int maxPending,
        @DefaultValue("5s") Duration maxBlock,
        @DefaultValue("10s") Duration stopTimeout,
        @DefaultValue Retry retry) {

    private static final String PREFIX = "bookstore.events.publishing.idempotent.";
    private static final Duration DEADLINE_PER_ATTEMPT = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofDays(24);

    IdempotentPublishingProperties {
        Assert.isTrue(
                deadline == null || isUsable(deadline), PREFIX + "deadline must be at least 1ms and at most 24 days");
        Assert.isTrue(!inProgressWait.isNegative(), PREFIX + "in-progress-wait must not be negative");
        Assert.isTrue(batchSize >= 1 && batchSize <= 1000, PREFIX + "batch-size must be at least 1 and at most 1000");
        Assert.isTrue(maxPending >= 1, PREFIX + "max-pending must be at least 1");
        Assert.isTrue(!maxBlock.isNegative(), PREFIX + "max-block must not be negative");
        Assert.isTrue(!stopTimeout.isNegative(), PREFIX + "stop-timeout must not be negative");
    }

    Duration effectiveDeadline() {
        return deadline == null ? DEADLINE_PER_ATTEMPT.multipliedBy(retry.attempts()) : deadline;
    }

    private static boolean isUsable(Duration duration) {
        return duration.toMillis() >= 1 && duration.compareTo(LONGEST) <= 0;
    }

    /**
     * How a failed publication is tried again.
     *
     * @param attempts how often it is tried in all; 1 for no retry
     * @param delay how long to wait before the second attempt
     * @param multiplier by how much each wait is longer than the one before; 1 for equal waits
     * @param maxDelay the longest wait
     * @param retryableExceptions the failures that are tried again, subclasses included; never an event or a key that is
     *     refused for good; by default failures of the broker and of the store
     */
    record Retry(
            @DefaultValue("3") int attempts,
            @DefaultValue("1s") Duration delay,
            @DefaultValue("2.0") double multiplier,
            @DefaultValue("10s") Duration maxDelay,
            @DefaultValue List<Class<? extends Exception>> retryableExceptions) {

        Retry {
            Assert.isTrue(
                    attempts >= 1 && attempts <= 1000, PREFIX + "retry.attempts must be at least 1 and at most 1000");
            Assert.isTrue(isUsable(delay), PREFIX + "retry.delay must be at least 1ms and at most 24 days");
            Assert.isTrue(multiplier >= 1, PREFIX + "retry.multiplier must be at least 1");
            Assert.isTrue(
                    maxDelay.compareTo(delay) >= 0 && isUsable(maxDelay),
                    PREFIX + "retry.max-delay must not be shorter than delay, and at most 24 days");
        }

        boolean covers(Throwable failure) {
            if (failure instanceof EventPublishingException publishing) {
                switch (publishing.reason()) {
                    case INVALID_EVENT, REFUSED -> {
                        return false;
                    }
                    default -> {}
                }
            }
            return !(failure instanceof IdempotentPublishingException)
                    && retryable().stream().anyMatch(type -> type.isInstance(failure));
        }

        private List<Class<? extends Exception>> retryable() {
            return retryableExceptions.isEmpty()
                    ? List.of(EventPublishingException.class, IdempotencyStoreException.class)
                    : retryableExceptions;
        }
    }
}
