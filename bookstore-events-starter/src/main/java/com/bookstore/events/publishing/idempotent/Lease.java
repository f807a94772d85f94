package com.bookstore.events.publishing.idempotent;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * How long a claim holds its key, against how long its event may be under way.
 *
 * @param duration the lease
 * @param maxBlock how long a send may block
 * @param deliveryTimeout how long after that the broker may take to answer
 */
record Lease(Duration duration, Duration maxBlock, Duration deliveryTimeout) {

    /**
     * Checks that an event cannot be under way longer than its claim.
     *
     * @throws LeaseTooShortException if it can
     */
    Lease {
        if (duration.compareTo(maxBlock.plus(deliveryTimeout)) <= 0) {
            throw new LeaseTooShortException(duration, maxBlock, deliveryTimeout);
        }
    }

    /** Reads the producer's times from its settings, and where they are not set takes the Kafka client's defaults. */
    static Lease of(Duration duration, Map<String, Object> producer) {
        return new Lease(
                duration,
                millis(producer.get(ProducerConfig.MAX_BLOCK_MS_CONFIG), 60_000),
                millis(producer.get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), 120_000));
    }

    private static Duration millis(@Nullable Object setting, long fallback) {
        return Duration.ofMillis(
                setting == null ? fallback : Long.parseLong(setting.toString().trim()));
    }

    /** How long after it is asked for, a granted claim's event may still be sent. */
    Duration untilLastSend() {
        return duration.minus(maxBlock).minus(deliveryTimeout);
    }
}
