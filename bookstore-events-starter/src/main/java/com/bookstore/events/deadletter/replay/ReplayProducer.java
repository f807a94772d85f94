package com.bookstore.events.deadletter.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ProducerFactory;

/**
 * The producer of one replay. It tries for ever and one request at a time, or an outage would have records acknowledged that
 * stand behind expired ones; so when it is not to go on, it is given up as it is. Used by one thread, but for
 * {@link #stopSending}.
 */
final class ReplayProducer implements AutoCloseable {

    private static final int MAX_REQUEST_BYTES = 64 * 1024 * 1024;
    private static final int MOST_BLOCK_MILLIS = 10_000;
    private static final int BATCH_BYTES = 256 * 1024;

    private final ProducerFactory<Object, Object> factory;
    private @Nullable Producer<Object, Object> producer;
    private volatile @Nullable Producer<Object, Object> closeable;

    ReplayProducer(ProducerFactory<Object, Object> events, String run, Duration sendTimeout) {
        Map<String, Object> own = new HashMap<>();
        own.put(ProducerConfig.ACKS_CONFIG, "all");
        own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        own.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        own.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        own.put(ProducerConfig.LINGER_MS_CONFIG, 0); // whoever waits for a batch has given all of it
        own.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        own.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(MOST_BLOCK_MILLIS, sendTimeout.toMillis()));
        own.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        own.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MAX_REQUEST_BYTES);
        Object clientId = events.getConfigurationProperties().get(ProducerConfig.CLIENT_ID_CONFIG);
        own.put(ProducerConfig.CLIENT_ID_CONFIG, (clientId == null ? "replay" : clientId + "-replay") + "-" + run);
        this.factory = events.copyWithConfigurationOverride(own);
        factory.addPostProcessor(created -> {
            closeable = created;
            return created;
        });
    }

    Producer<Object, Object> get() {
        Producer<Object, Object> current = producer;
        if (current == null) {
            current = factory.createNonTransactionalProducer();
            producer = current;
        }
        return current;
    }

    /** Sends nothing any more, whatever is on its way; may be called from the producer's callbacks. */
    void stopSending() {
        Producer<Object, Object> current = closeable;
        if (current != null) {
            current.close(Duration.ZERO); // the factory's own way out waits for the producer's thread
        }
    }

    /** Lets go of the producer; the next one is new. */
    @Override
    public void close() {
        stopSending();
        producer = null;
        closeable = null;
        factory.reset();
    }
}
