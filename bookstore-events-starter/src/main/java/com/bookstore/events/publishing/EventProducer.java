package com.bookstore.events.publishing;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ProducerFactory;

/** What sends records. Thread-safe. */
interface EventProducer {

    /** Sends a record; the callback may be told on the caller's thread. */
    void send(ProducerRecord<Object, Object> producerRecord, Callback callback);

    /** Gives up a producer that can never send again. */
    void discard();

    /**
     * Keeps the factory's shared producer at hand: asking the factory takes a lock for each event. It is created with the first
     * event, so that neither an unreachable nor an unresolvable broker holds up the start, and anew once it is closed.
     */
    final class Shared implements EventProducer {

        private final ProducerFactory<Object, Object> factory;
        private volatile @Nullable Producer<Object, Object> producer;

        Shared(ProducerFactory<Object, Object> factory) {
            this.factory = factory;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
        public void send(ProducerRecord<Object, Object> producerRecord, Callback callback) {
            Producer<Object, Object> current = producer;
            if (current == null) {
                current = renew();
            }
            try {
                current.send(producerRecord, callback);
            } catch (IllegalStateException closed) {
                renew().send(producerRecord, callback);
            }
        }

        @Override
        public void discard() {
            producer = null;
            factory.reset();
        }

        private Producer<Object, Object> renew() {
            Producer<Object, Object> created = factory.createProducer();
            producer = created;
            return created;
        }
    }
}
