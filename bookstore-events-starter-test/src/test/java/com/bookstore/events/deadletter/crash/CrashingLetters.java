package com.bookstore.events.deadletter.crash;

import com.bookstore.events.crash.CrashPoint;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/** A producer that crashes around the sending of dead letters and of replays, and protects them less if told so. */
final class CrashingLetters implements InvocationHandler {

    static final String REPLAY_ID = "bookstore-replay-id";
    static final String REPLAY_COUNT = "bookstore-replay-count";

    private static final String EVENT_ID = "\"eventId\":\"[^\"]*\"";

    private final Producer<Object, Object> producer;
    private final DeadLetterControls controls;
    private final Consumer<String> mark;

    private CrashingLetters(Producer<Object, Object> producer, DeadLetterControls controls, Consumer<String> mark) {
        this.producer = producer;
        this.controls = controls;
        this.mark = mark;
    }

    /**
     * Wraps a producer.
     *
     * @param mark marks the dead letter of a fingerprint as replayed
     */
    @SuppressWarnings("unchecked")
    static Producer<Object, Object> around(
            Producer<Object, Object> producer, DeadLetterControls controls, Consumer<String> mark) {
        return (Producer<Object, Object>) Proxy.newProxyInstance(
                CrashingLetters.class.getClassLoader(),
                new Class<?>[] {Producer.class},
                new CrashingLetters(producer, controls, mark));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        if (method.getName().equals("send")) {
            ProducerRecord<Object, Object> sent = (ProducerRecord<Object, Object>) arguments[0];
            Callback callback =
                    arguments.length == 2 && arguments[1] != null ? (Callback) arguments[1] : (metadata, problem) -> {};
            if (sent.topic().equals(LetterTopics.LETTERS)) {
                return sendLetter(sent, callback);
            }
            if (sent.headers().lastHeader(REPLAY_ID) != null) {
                return sendReplay(sent, callback);
            }
        }
        try {
            return method.invoke(producer, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private CompletableFuture<RecordMetadata> sendLetter(ProducerRecord<Object, Object> letter, Callback callback) {
        controls.commitEarly(DeadLetterHandler.GROUP);
        controls.halts().hit(CrashPoint.BEFORE_SEND);
        Integer partition = null;
        Header source = letter.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_PARTITION);
        if (controls.lacks(DeadLetterMutation.SAME_PARTITION) && source != null) {
            partition = ByteBuffer.wrap(source.value()).getInt();
        }
        return send(with(letter, partition, letter.value()), callback);
    }

    private CompletableFuture<RecordMetadata> sendReplay(ProducerRecord<Object, Object> replay, Callback callback) {
        if (controls.lacks(DeadLetterMutation.MARK_FIRST)) {
            mark.accept(text(replay.headers().lastHeader(REPLAY_ID)));
        }
        controls.halts().hit(CrashPoint.BEFORE_SEND);
        if (controls.lacks(DeadLetterMutation.FORGET_REPLAY)) {
            replay.headers().remove(REPLAY_ID).remove(REPLAY_COUNT);
        }
        Object value = controls.lacks(DeadLetterMutation.NEW_EVENT_ID) ? asAnother(replay.value()) : replay.value();
        CompletableFuture<RecordMetadata> future = send(with(replay, null, value), callback);
        controls.halts().hit(CrashPoint.AFTER_SEND);
        return future;
    }

    private static ProducerRecord<Object, Object> with(
            ProducerRecord<Object, Object> one, @Nullable Integer partition, Object value) {
        return new ProducerRecord<>(one.topic(), partition, one.timestamp(), one.key(), value, one.headers());
    }

    private static Object asAnother(Object value) {
        String event = new String((byte[]) value, StandardCharsets.UTF_8);
        return event.replaceFirst(EVENT_ID, "\"eventId\":\"" + UUID.randomUUID() + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
    private CompletableFuture<RecordMetadata> send(ProducerRecord<Object, Object> sent, Callback callback) {
        CompletableFuture<RecordMetadata> future = new CompletableFuture<>();
        if (controls.lacks(DeadLetterMutation.FIRE_AND_FORGET)) {
            producer.send(sent);
            callback.onCompletion(null, null);
            future.complete(null);
            return future;
        }
        producer.send(sent, (metadata, problem) -> {
            if (problem == null) {
                controls.halts().hit(CrashPoint.AFTER_ACK);
                callback.onCompletion(metadata, null);
                future.complete(metadata);
            } else {
                Exception changed = changed(problem);
                callback.onCompletion(metadata, changed);
                future.completeExceptionally(changed);
            }
        });
        return future;
    }

    private Exception changed(Exception problem) {
        return problem instanceof RecordTooLargeException && controls.lacks(DeadLetterMutation.ONE_FORM)
                ? new TimeoutException(problem.toString())
                : problem;
    }
}
