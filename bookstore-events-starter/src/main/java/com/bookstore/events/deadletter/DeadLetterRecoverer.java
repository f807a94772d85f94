package com.bookstore.events.deadletter;

import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.json.RawRecord;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.LogText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;

/**
 * Stores a record that could not be handled, with its key, bytes and headers as they arrived:
 *
 * <ol>
 *   <li>with headers that tell where it came from and why it is dead;
 *   <li>if that is too large, without message and stack trace;
 *   <li>if that is too large, as the very record it was, which fits where its source fits;
 *   <li>if it cannot be stored at all, wait a moment and throw: its offset is not committed and it comes again.
 * </ol>
 *
 * A record that is read from a dead-letter topic stays there: another copy of it would be a loop.
 */
final class DeadLetterRecoverer implements ConsumerRecordRecoverer {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterRecoverer.class);

    private final ProducerFactory<Object, Object> producers;
    private final EventSerializer serializer;
    private final DeadLetterTopics topics;
    private final DeadLetterHeaders headers;
    private final EventRecorder recorder;
    private final Duration sendTimeout;

    DeadLetterRecoverer(
            ProducerFactory<Object, Object> producers,
            EventSerializer serializer,
            DeadLetterTopics topics,
            DeadLetterHeaders headers,
            EventRecorder recorder,
            Duration sendTimeout) {
        this.producers = producers;
        this.serializer = serializer;
        this.topics = topics;
        this.headers = headers;
        this.recorder = recorder;
        this.sendTimeout = sendTimeout;
    }

    @Override
    public void accept(ConsumerRecord<?, ?> dead, Exception failure) {
        String source = dead.topic() + "-" + dead.partition() + "@" + dead.offset();
        if (topics.isDeadLetterTopic(dead.topic())) {
            RecordLine.about(dead, log.atError())
                    .setCause(Cause.of(failure))
                    .log("{} could not be handled and stays on its dead-letter topic", source);
            return;
        }
        String destination = topics.of(dead.topic());
        try {
            store(dead, failure, destination);
        } catch (RuntimeException | ExecutionException | TimeoutException unstorable) {
            Throwable cause = unstorable.getCause() == null ? unstorable : unstorable.getCause();
            RecordLine.about(dead, log.atError())
                    .log(
                            "The dead letter of {} could not be stored on '{}'; it is tried again: {}",
                            source,
                            destination,
                            cause.toString());
            pause();
            throw new DeadLetterException(source, destination, cause);
        }
        recorder.deadLettered(dead.topic());
        logStored(dead, failure, source, destination);
    }

    private static void logStored(ConsumerRecord<?, ?> dead, Exception failure, String source, String destination) {
        RecordLine.about(dead, log.atWarn())
                .setCause(Cause.of(failure))
                .log(
                        "{} is a dead letter on '{}', key {}",
                        source,
                        destination,
                        LogText.of(String.valueOf(dead.key())));
    }

    private void store(ConsumerRecord<?, ?> dead, Exception failure, String destination)
            throws ExecutionException, TimeoutException {
        byte[] value = rawValue(dead);
        List<Supplier<Headers>> variants =
                List.of(() -> headers.full(dead, failure), () -> headers.lean(dead, failure), () -> headers.bare(dead));
        ExecutionException tooLarge = null;
        for (Supplier<Headers> variant : variants) {
            try {
                send(new ProducerRecord<>(destination, null, null, dead.key(), value, variant.get()));
                return;
            } catch (ExecutionException refused) {
                if (!(refused.getCause() instanceof RecordTooLargeException)) {
                    throw refused;
                }
                tooLarge = refused;
            }
        }
        if (tooLarge != null) {
            throw tooLarge;
        }
    }

    private void send(ProducerRecord<Object, Object> letter) throws ExecutionException, TimeoutException {
        try {
            producers.createProducer().send(letter).get(sendTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    private byte @Nullable [] rawValue(ConsumerRecord<?, ?> dead) {
        return dead instanceof RawRecord known ? known.raw() : serializer.serialize(dead.topic(), dead.value());
    }

    /** Keeps a topic that refuses at once from being asked in a hot loop. */
    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
