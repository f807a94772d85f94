package com.bookstore.events.outbox.relay;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ProducerFactory;

/**
 * The relay's own producer. It tries for ever: with an ordinary delivery timeout, an outage that ends while batches expire
 * has events acknowledged that stand behind expired ones, which are then sent again out of order. So when events are no
 * longer the relay's to send, the producer is given up as it is. Used by one thread, but for {@link #stopSending}.
 */
final class RelayProducer {

    private static final long MOST_BLOCK_MILLIS = 2_000;
    private static final long KAFKAS_BUFFER = 32L << 20;

    private final ProducerFactory<Object, Object> factory;
    private @Nullable Producer<Object, Object> producer;
    private volatile @Nullable Producer<Object, Object> closeable;
    private volatile boolean stopped;

    RelayProducer(ProducerFactory<Object, Object> events, Duration lease, long batchBytes) {
        Map<String, Object> own = new HashMap<>();
        own.put(ProducerConfig.ACKS_CONFIG, "all");
        own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        own.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        own.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        own.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        own.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(MOST_BLOCK_MILLIS, lease.toMillis() / 4));
        Map<String, Object> configured = events.getConfigurationProperties();
        Object buffer = configured.get(ProducerConfig.BUFFER_MEMORY_CONFIG);
        long asked = buffer == null
                ? KAFKAS_BUFFER
                : Long.parseLong(buffer.toString().trim());
        own.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(2 * batchBytes, asked));
        Object clientId = configured.get(ProducerConfig.CLIENT_ID_CONFIG);
        if (clientId != null) {
            own.put(ProducerConfig.CLIENT_ID_CONFIG, clientId + "-outbox");
        }
        this.factory = events.copyWithConfigurationOverride(own);
        factory.addPostProcessor(created -> {
            closeable = created;
            return created;
        });
    }

    /** Returns a producer that sends: one that was stopped is replaced, whoever stopped it. */
    Producer<Object, Object> get() {
        if (stopped) {
            discard();
        }
        Producer<Object, Object> current = producer;
        if (current == null) {
            current = factory.createNonTransactionalProducer();
            producer = current;
        }
        return current;
    }

    /** Sends nothing any more, whatever is on its way; may be called from the producer's callbacks. */
    void stopSending() {
        stopped = true;
        Producer<Object, Object> current = closeable;
        if (current != null) {
            current.close(Duration.ZERO); // the factory's own way out waits for the producer's thread
        }
    }

    /** Lets go of a producer that sends nothing any more. */
    void discard() {
        stopSending();
        producer = null;
        closeable = null;
        stopped = false;
        factory.reset();
    }
}
