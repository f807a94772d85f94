package com.bookstore.events.listening;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.json.ReceivedEvent;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.config.KafkaListenerEndpoint;
import org.springframework.kafka.config.MethodKafkaListenerEndpoint;
import org.springframework.kafka.config.MultiMethodKafkaListenerEndpoint;

/** What a listener asks for: that of its method, or of all methods of a class-level listener. */
final class ListenerShape {

    private static final ListenerMethod ANY_EVENT =
            new ListenerMethod(ListenerMethod.Form.EVENT, DomainEvent.class, false, true);

    private final List<ListenerMethod> methods;
    private final boolean acknowledges;
    private final boolean raw;
    private final boolean takesTombstones;

    /** Answers what is asked for each record beforehand. */
    private ListenerShape(List<ListenerMethod> methods) {
        this.methods = methods;
        this.acknowledges = methods.stream().anyMatch(ListenerMethod::acknowledges);
        this.raw = methods.stream().allMatch(ListenerMethod::isRaw);
        this.takesTombstones = raw || methods.stream().anyMatch(ListenerMethod::takesTombstones);
    }

    static ListenerShape of(KafkaListenerEndpoint endpoint) {
        if (endpoint instanceof MultiMethodKafkaListenerEndpoint<?, ?> multi) {
            return of(handlerMethods(multi.getBean()).toArray(Method[]::new));
        }
        if (endpoint instanceof MethodKafkaListenerEndpoint<?, ?> single && single.getMethod() != null) {
            return new ListenerShape(List.of(ListenerMethod.of(single.getMethod())));
        }
        return new ListenerShape(List.of(ANY_EVENT));
    }

    static ListenerShape of(Method... methods) {
        return new ListenerShape(
                List.of(methods).stream().map(ListenerMethod::of).toList());
    }

    private static List<Method> handlerMethods(Object bean) {
        return List.copyOf(MethodIntrospector.selectMethods(
                AopUtils.getTargetClass(bean),
                (Method method) -> AnnotatedElementUtils.hasAnnotation(method, KafkaHandler.class)));
    }

    /** Whether a method acknowledges itself. */
    boolean acknowledges() {
        return acknowledges;
    }

    /** A listener that takes the value as it arrived: nothing is skipped or malformed for it. */
    boolean isRaw() {
        return raw;
    }

    boolean takesTombstones() {
        return takesTombstones;
    }

    /** What a guard is told of the listener. */
    HandlerGuard.Listener listener(KafkaListenerEndpoint endpoint, @Nullable String group) {
        Object bean = endpoint instanceof MethodKafkaListenerEndpoint<?, ?> annotated ? annotated.getBean() : null;
        Class<?> type = bean == null ? null : AopUtils.getTargetClass(bean);
        List<Method> declared = List.of();
        if (bean != null && endpoint instanceof MultiMethodKafkaListenerEndpoint<?, ?>) {
            declared = handlerMethods(bean);
        } else if (endpoint instanceof MethodKafkaListenerEndpoint<?, ?> single && single.getMethod() != null) {
            declared = List.of(AopUtils.getMostSpecificMethod(single.getMethod(), type));
        }
        return new HandlerGuard.Listener(type, declared, group, raw);
    }

    ConsumerRecord<Object, Object> rawRecord(ConsumerRecord<Object, Object> original) {
        byte[] raw = original.value() instanceof ReceivedEvent received ? received.raw() : null;
        boolean bytes = methods.get(0).form() == ListenerMethod.Form.BYTES;
        return withValue(original, raw == null || bytes ? raw : new String(raw, StandardCharsets.UTF_8));
    }

    /** The record in the form of the method that takes its event, or {@code null} if none does. */
    @Nullable
    EventRecord eventRecord(ConsumerRecord<Object, Object> original, ReceivedEvent.Known known, boolean identified) {
        EventEnvelope<?> envelope = known.envelope();
        ListenerMethod best = null;
        for (ListenerMethod method : methods) {
            boolean closer = best == null || best.eventClass().isAssignableFrom(method.eventClass());
            if (!method.isRaw() && method.accepts(envelope.event()) && closer) {
                best = method;
            }
        }
        if (best == null) {
            return null;
        }
        Object value = best.form() == ListenerMethod.Form.ENVELOPE ? envelope : envelope.event();
        return new EventRecord(original, known, identified, value, best.acknowledges());
    }

    private static ConsumerRecord<Object, Object> withValue(
            ConsumerRecord<Object, Object> original, @Nullable Object value) {
        return new ConsumerRecord<>(
                original.topic(),
                original.partition(),
                original.offset(),
                original.timestamp(),
                original.timestampType(),
                original.serializedKeySize(),
                original.serializedValueSize(),
                original.key(),
                value,
                original.headers(),
                original.leaderEpoch());
    }
}
