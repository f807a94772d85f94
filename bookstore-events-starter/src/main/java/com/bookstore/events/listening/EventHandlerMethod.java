package com.bookstore.events.listening;

import com.bookstore.events.EventMetadata;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/** Offers the metadata to a method of the application's own handler method factory, which does not know our resolver. */
final class EventHandlerMethod extends InvocableHandlerMethod {

    private final InvocableHandlerMethod delegate;

    EventHandlerMethod(InvocableHandlerMethod delegate) {
        super(delegate);
        this.delegate = delegate;
    }

    @Override
    public @Nullable Object invoke(Message<?> message, @Nullable Object... providedArgs) throws Exception {
        EventMetadata metadata = EventMetadataResolver.metadata(message);
        if (metadata == null) {
            return delegate.invoke(message, providedArgs);
        }
        @Nullable Object[] arguments = Arrays.copyOf(providedArgs, providedArgs.length + 1);
        arguments[providedArgs.length] = metadata;
        return delegate.invoke(message, arguments);
    }
}
