package com.bookstore.events.publishing;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What sends records. Thread-safe. */
interface EventProducer {

    /** Sends a record; the callback may be told on the caller's thread. */
    void send(ProducerRecord<Object, Object> producerRecord, Callback callback);

    /** Gives up a producer that can never send again. */
    void discard();
}
