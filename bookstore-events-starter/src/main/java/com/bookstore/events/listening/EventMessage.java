package com.bookstore.events.listening;

import com.bookstore.events.EventMetadata;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/**
 * An event on its way to a method. Making headers costs as much as calling the method, and most methods never ask for
 * them: they are made when somebody does.
 */
final class EventMessage extends GenericMessage<Object> {

    private static final long serialVersionUID = 1L;

    private static final MessageHeaders NOT_YET = new MessageHeaders(Map.of());

    private final transient EventRecord event;
    private final transient Supplier<MessageHeaders> source;
    private volatile @Nullable MessageHeaders headers;

    EventMessage(EventRecord event, Supplier<MessageHeaders> source) {
        super(event.value(), NOT_YET);
        this.event = event;
        this.source = source;
    }

    EventMetadata metadata() {
        return event.metadata();
    }

    @Override
    public MessageHeaders getHeaders() {
        MessageHeaders made = headers;
        if (made == null) {
            made = source.get();
            headers = made;
        }
        return made;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Message<?> message
                && getPayload().equals(message.getPayload())
                && getHeaders().equals(message.getHeaders());
    }

    @Override
    public int hashCode() {
        return 31 * getPayload().hashCode() + getHeaders().hashCode();
    }

    @Override
    public String toString() {
        return "EventMessage [payload=" + getPayload() + ", headers=" + getHeaders() + "]";
    }
}
