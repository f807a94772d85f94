package com.bookstore.events.publishing;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Publishes with a producer of its own, and keeps the order of a key's events through outages:
 *
 * <ol>
 *   <li>The producer tries for ever. With an ordinary delivery timeout, an outage that ends while batches expire has events
 *       acknowledged that stand behind expired ones.
 *   <li>Events go along a {@link Line}. When one of them fails, but for a refusal for good, the line is at its end: nothing
 *       behind it is sent.
 *   <li>Whoever waits no longer abandons the line, with all that is not acknowledged, and publishes that again, in the same
 *       order, along the next one.
 * </ol>
 *
 * Thread-safe; threads share a line, and each publishes again what failed for it. Not to be called by what runs when a future
 * completes: that is the producer's own thread, which the end of a line waits for.
 */
public final class OrderedPublisher implements AutoCloseable {

    private static final long MOST_BLOCK_MILLIS = 2_000;

    private final ProducerFactory<Object, Object> factory;
    private final boolean own;
    private final Parts parts;
    private @Nullable Producer<Object, Object> created;
    private Line line;
    private boolean closed;

    /**
     * Creates a publisher.
     *
     * @param events makes the application's producers
     * @param name what tells its client id from others
     */
    OrderedPublisher(ProducerFactory<Object, Object> events, String name, Parts parts) {
        ProducerFactory<Object, Object> copy = copy(events, name);
        this.own = copy != null;
        this.factory = copy == null ? events : copy;
        this.parts = parts;
        if (own) {
            factory.addPostProcessor(producer -> {
                created = producer;
                return producer;
            });
        }
        this.line = new Line();
    }

    /** {@code null} for a factory that cannot be copied, as tests have them. */
    private static @Nullable ProducerFactory<Object, Object> copy(ProducerFactory<Object, Object> events, String name) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0); // whoever waits for a batch has given all of it
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MOST_BLOCK_MILLIS);
        try {
            Object clientId = events.getConfigurationProperties().get(ProducerConfig.CLIENT_ID_CONFIG);
            if (clientId != null) {
                settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId + "-" + name);
            }
            return events.copyWithConfigurationOverride(settings);
        } catch (UnsupportedOperationException notCopyable) {
            return null;
        }
    }

    /**
     * Returns the line along which events go now.
     *
     * @return the line; when it is at its end, the next call returns another one
     */
    public synchronized Line line() {
        if (line.ended) {
            end(line);
        }
        return line;
    }

    private synchronized void end(Line ending) {
        ending.ended = true;
        if (line == ending) {
            if (own) {
                Producer<Object, Object> last = created;
                if (last != null) {
                    last.close(Duration.ZERO); // the factory's own way out waits for the producer's thread
                }
                factory.reset();
                created = null;
            }
            line = new Line();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        end(line);
    }

    /** Where events go one behind the other, for as long as none fails. Thread-safe. */
    public final class Line implements EventPublisher {

        private final EventPublisher publisher;
        private volatile @Nullable Producer<Object, Object> producer;
        private volatile boolean ended;

        private Line() {
            this.publisher = parts.publisher(new Sending());
        }

        @Override
        public CompletableFuture<PublishedEvent> publish(DomainEvent event) {
            return publisher.publish(event);
        }

        @Override
        public CompletableFuture<PublishedEvent> publish(EventEnvelope<?> envelope) {
            return publisher.publish(envelope);
        }

        /** Sends nothing any more of what is not acknowledged; its futures fail. */
        public void abandon() {
            end(this);
        }

        private Producer<Object, Object> producer() {
            Producer<Object, Object> current = producer;
            return current == null ? create() : current;
        }

        private Producer<Object, Object> create() {
            synchronized (OrderedPublisher.this) {
                Producer<Object, Object> current = producer;
                if (current == null) {
                    if (ended || closed) {
                        throw new IllegalStateException(
                                closed ? "The publisher is closed" : "An event before it could not be published");
                    }
                    current = factory.createProducer();
                    producer = current;
                }
                return current;
            }
        }

        private final class Sending implements EventProducer {

            @Override
            @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
            public void send(ProducerRecord<Object, Object> producerRecord, Callback callback) {
                if (ended) {
                    throw new IllegalStateException("An event before it could not be published");
                }
                producer().send(producerRecord, (sent, failure) -> {
                    if (failure != null && PublishFailure.canSucceedLater(failure)) {
                        ended = true;
                    }
                    callback.onCompletion(sent, failure);
                });
            }

            @Override
            public void discard() {
                ended = true;
            }
        }
    }

    /** Makes publishers of producers. */
    @FunctionalInterface
    interface Parts {

        EventPublisher publisher(EventProducer producer);
    }

    /** Makes publishers whose order survives outages. */
    @FunctionalInterface
    public interface Factory {

        /**
         * Makes a publisher; its producer is made with the first event.
         *
         * @param name what tells its client id from others
         * @return the publisher, to be closed by whoever asked for it
         */
        OrderedPublisher create(String name);
    }
}
