package com.bookstore.events.outbox;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * The relay's own producer. It tries for ever: with an ordinary delivery timeout, an outage that ends while batches expire
 * has events acknowledged that stand behind expired ones, which are then sent again out of order. So when events are no
 * longer the relay's to send, the producer is given up as it is. Not thread-safe.
 */
final class RelayProducer {

    private static final long MOST_BLOCK_MILLIS = 2_000;

    private final ProducerFactory<Object, Object> factory;
    private @Nullable Producer<Object, Object> producer;

    RelayProducer(ProducerFactory<Object, Object> events, Duration lease, long batchBytes) {
        long buffer = Math.max(2 * batchBytes, number(events, ProducerConfig.BUFFER_MEMORY_CONFIG, 32L << 20));
        this.factory = events.copyWithConfigurationOverride(Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.RETRIES_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                Math.min(MOST_BLOCK_MILLIS, lease.toMillis() / 4),
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                buffer));
        if (factory instanceof DefaultKafkaProducerFactory<Object, Object> known) {
            known.setPhysicalCloseTimeout(0);
        }
    }

    private static long number(ProducerFactory<Object, Object> factory, String name, long otherwise) {
        Object configured = factory.getConfigurationProperties().get(name);
        return configured == null
                ? otherwise
                : Long.parseLong(configured.toString().trim());
    }

    Producer<Object, Object> get() {
        Producer<Object, Object> current = producer;
        if (current == null) {
            current = factory.createNonTransactionalProducer();
            producer = current;
        }
        return current;
    }

    /** Sends nothing any more, whatever is on its way. */
    void abandon() {
        producer = null;
        factory.reset();
    }
}
