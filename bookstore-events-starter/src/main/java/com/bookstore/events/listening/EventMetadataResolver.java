package com.bookstore.events.listening;

import com.bookstore.events.EventMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Gives a listener method the metadata of its event. */
final class EventMetadataResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == EventMetadata.class;
    }

    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
        return metadata(message);
    }

    static @Nullable EventMetadata metadata(Message<?> message) {
        if (message instanceof EventMessage event) {
            return event.metadata();
        }
        return message.getHeaders().get(KafkaHeaders.RAW_DATA) instanceof EventRecord event ? event.metadata() : null;
    }
}
