package com.bookstore.events.test.published;

import com.bookstore.events.publishing.EventPublishingException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Serialises as Kafka's producer does and keeps the bytes; fails as Kafka's producer does where it is told to. Unlike its
 * superclass it takes no lock while it sends: what a callback waits for may be sent by another thread.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class RecordingProducer<K, V> extends MockProducer<K, V> {

    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;
    private final int maxRequestSize;
    private final RecordedLog log;

    RecordingProducer(Serializer<K> keySerializer, Serializer<V> valueSerializer, int maxRequestSize, RecordedLog log) {
        super(true, null, keySerializer, valueSerializer);
        this.keySerializer = keySerializer;
        this.valueSerializer = valueSerializer;
        this.maxRequestSize = maxRequestSize;
        this.log = log;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> sent) {
        return send(sent, null);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> sent, @Nullable Callback callback) {
        if (closed()) {
            throw new IllegalStateException("The producer is closed");
        }
        byte[] key = keySerializer.serialize(sent.topic(), sent.headers(), sent.key());
        byte[] value = valueSerializer.serialize(sent.topic(), sent.headers(), sent.value());
        Reason failure = log.nextFailure();
        if (failure != null) {
            return fail(failure, sent.topic(), callback);
        }
        if (value != null && value.length > maxRequestSize) {
            return fail(
                    new RecordTooLargeException(
                            "The value has %d bytes, max.request.size is %d".formatted(value.length, maxRequestSize)),
                    callback);
        }
        RecordMetadata metadata = log.append(sent, key, value);
        if (callback != null) {
            callback.onCompletion(metadata, null);
        }
        return CompletableFuture.completedFuture(metadata);
    }

    private static Future<RecordMetadata> fail(Reason reason, String topic, @Nullable Callback callback) {
        if (reason == Reason.OUTCOME_UNKNOWN) {
            TimeoutException noAnswer = new TimeoutException("No answer from the fake broker");
            // An answer that does not come is told by the producer's own thread.
            CompletableFuture.runAsync(() -> tell(callback, noAnswer)).join();
            return CompletableFuture.failedFuture(noAnswer);
        }
        return fail(
                reason == Reason.REFUSED
                        ? new TopicAuthorizationException(topic)
                        : new TimeoutException("The fake broker is unreachable"),
                callback);
    }

    private static Future<RecordMetadata> fail(Exception failure, @Nullable Callback callback) {
        tell(callback, failure);
        return CompletableFuture.failedFuture(failure);
    }

    private static void tell(@Nullable Callback callback, Exception failure) {
        if (callback != null) {
            callback.onCompletion(null, failure);
        }
    }
}
