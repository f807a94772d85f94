package com.bookstore.events.listening;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.kafka.listener.adapter.ConsumerRecordMetadata;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 * What a listener method asks for, read from its parameters.
 *
 * @param form the form of the payload
 * @param eventClass the events it takes; of no meaning for raw payloads
 * @param acknowledges whether it acknowledges itself
 * @param takesTombstones whether it may be called with {@code null}
 */
record ListenerMethod(Form form, Class<?> eventClass, boolean acknowledges, boolean takesTombstones) {

    /** The form in which a payload is handed over. */
    enum Form {
        EVENT,
        ENVELOPE,
        TEXT,
        BYTES
    }

    private static final Class<?>[] NEVER_PAYLOAD = {
        Acknowledgment.class,
        Consumer.class,
        ConsumerRecordMetadata.class,
        EventMetadata.class,
        MessageHeaders.class,
        MessageHeaderAccessor.class
    };

    static ListenerMethod of(Method method) {
        boolean acknowledges = false;
        MethodParameter payload = null;
        for (int i = 0; i < method.getParameterCount(); i++) {
            MethodParameter parameter = new MethodParameter(method, i);
            acknowledges |= Acknowledgment.class.isAssignableFrom(parameter.getParameterType());
            if (isCandidate(parameter) && rank(parameter) > rank(payload)) {
                payload = parameter;
            }
        }
        ResolvableType type = payload == null ? ResolvableType.NONE : ResolvableType.forMethodParameter(payload);
        ResolvableType element = element(type);
        Payload annotation = payload == null ? null : payload.getParameterAnnotation(Payload.class);
        Form form = form(element);
        return new ListenerMethod(
                form, eventClass(element, form), acknowledges, annotation != null && !annotation.required());
    }

    private static boolean isCandidate(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        for (Class<?> never : NEVER_PAYLOAD) {
            if (never.isAssignableFrom(type)) {
                return false;
            }
        }
        for (Annotation annotation : parameter.getParameterAnnotations()) {
            if (annotation instanceof Header || annotation instanceof Headers) {
                return false;
            }
        }
        return !type.getName().equals("kotlin.coroutines.Continuation");
    }

    /**
     * An annotated payload before an event, this before any other parameter, which may be the business of a resolver of the
     * application's, and these before the record itself.
     */
    private static int rank(@Nullable MethodParameter parameter) {
        if (parameter == null) {
            return 0;
        }
        if (ConsumerRecord.class.isAssignableFrom(parameter.getParameterType())) {
            return 1;
        }
        if (parameter.hasParameterAnnotation(Payload.class)) {
            return 4;
        }
        Class<?> type = element(ResolvableType.forMethodParameter(parameter)).toClass();
        return type == EventEnvelope.class || DomainEvent.class.isAssignableFrom(type) ? 3 : 2;
    }

    private static ResolvableType element(ResolvableType type) {
        Class<?> raw = type.toClass();
        if (Collection.class.isAssignableFrom(raw)) {
            return element(type.as(Collection.class).getGeneric(0));
        }
        if (Message.class.isAssignableFrom(raw)) {
            return element(type.as(Message.class).getGeneric(0));
        }
        if (ConsumerRecord.class.isAssignableFrom(raw)) {
            return element(type.as(ConsumerRecord.class).getGeneric(1));
        }
        if (ConsumerRecords.class.isAssignableFrom(raw)) {
            return element(type.as(ConsumerRecords.class).getGeneric(1));
        }
        return type;
    }

    private static Form form(ResolvableType element) {
        Class<?> type = element.toClass();
        if (type == byte[].class) {
            return Form.BYTES;
        }
        if (type == EventEnvelope.class) {
            return Form.ENVELOPE;
        }
        // Anything that is no event is the business of a message converter of the application's, which takes text.
        return type == Object.class || DomainEvent.class.isAssignableFrom(type) ? Form.EVENT : Form.TEXT;
    }

    private static Class<?> eventClass(ResolvableType element, Form form) {
        Class<?> type = form == Form.ENVELOPE ? element.getGeneric(0).toClass() : element.toClass();
        return type == Object.class ? DomainEvent.class : type;
    }

    boolean isRaw() {
        return form == Form.TEXT || form == Form.BYTES;
    }

    boolean accepts(Object event) {
        return eventClass.isInstance(event);
    }
}
