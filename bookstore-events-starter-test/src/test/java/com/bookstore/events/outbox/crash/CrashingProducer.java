package com.bookstore.events.outbox.crash;

import com.bookstore.events.crash.CrashPoint;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A producer that crashes around sends, and says of them what it is told to say. */
final class CrashingProducer implements InvocationHandler {

    private final Producer<?, ?> producer;
    private final OutboxControls controls;

    private CrashingProducer(Producer<?, ?> producer, OutboxControls controls) {
        this.producer = producer;
        this.controls = controls;
    }

    @SuppressWarnings("unchecked")
    static Producer<Object, Object> around(
            Producer<Object, Object> created, OutboxControls controls, String bootstrapServers) {
        Producer<?, ?> producer = created;
        if (controls.lacks(OutboxMutation.ORDINARY_TIMEOUT)) {
            created.close();
            producer = ordinary(bootstrapServers);
        }
        return (Producer<Object, Object>) Proxy.newProxyInstance(
                CrashingProducer.class.getClassLoader(),
                new Class<?>[] {Producer.class},
                new CrashingProducer(producer, controls));
    }

    /** As short as the outage that is made. */
    private static Producer<String, byte[]> ordinary(String bootstrapServers) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("delivery.timeout.ms", 3_000);
        config.put("request.timeout.ms", 1_000);
        config.put("max.block.ms", 500);
        config.put("linger.ms", 0);
        config.put("batch.size", 1);
        config.put("reconnect.backoff.max.ms", 50);
        config.put("metadata.recovery.strategy", "none");
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        if (method.getName().equals("send") && arguments.length == 2) {
            return send(method, (ProducerRecord<?, ?>) arguments[0], (Callback) arguments[1]);
        }
        boolean onOwnThread = Thread.currentThread().getName().startsWith("kafka-producer-network-thread");
        if (method.getName().equals("close") && onOwnThread && controls.lacks(OutboxMutation.ORDINARY_TIMEOUT)) {
            return null;
        }
        return call(method, arguments);
    }

    private @Nullable Object send(Method method, ProducerRecord<?, ?> event, Callback callback) throws Throwable {
        controls.halts().hit(CrashPoint.BEFORE_SEND);
        LockSupport.parkNanos(controls.sendPause().toNanos());
        Object future;
        if (controls.lacks(OutboxMutation.FIRE_AND_FORGET)) {
            future = call(method, event, null);
            callback.onCompletion(null, null);
        } else {
            Callback changed = (sent, problem) -> callback.onCompletion(sent, changed(problem));
            future = call(method, event, changed);
        }
        controls.halts().hit(CrashPoint.AFTER_SEND);
        return future;
    }

    private @Nullable Exception changed(@Nullable Exception problem) {
        if (problem != null && controls.lacks(OutboxMutation.REFUSE_ON_FAILURE)) {
            return new RecordTooLargeException(problem.toString());
        }
        if (problem instanceof RecordTooLargeException && controls.lacks(OutboxMutation.RETRY_REFUSED)) {
            return new TimeoutException(problem.toString());
        }
        return problem;
    }

    private @Nullable Object call(Method method, @Nullable Object... arguments) throws Throwable {
        try {
            return method.invoke(producer, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
