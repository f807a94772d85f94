package com.bookstore.events.outbox;

import com.bookstore.events.DomainEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

/** Stores what the application publishes as Spring's application events, if it is a domain event. */
final class StoredApplicationEvents implements ApplicationListener<PayloadApplicationEvent<?>> {

    private final OutboxEventPublisher publisher;

    StoredApplicationEvents(OutboxEventPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // complete already, or the call has thrown
    public void onApplicationEvent(PayloadApplicationEvent<?> published) {
        if (published.getPayload() instanceof DomainEvent event) {
            publisher.publish(event);
        }
    }

    /** On the thread of the transaction. */
    @Override
    public boolean supportsAsyncExecution() {
        return false;
    }
}
