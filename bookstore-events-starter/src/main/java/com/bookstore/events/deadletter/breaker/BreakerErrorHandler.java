package com.bookstore.events.deadletter.breaker;

import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ErrorHandlingUtils;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Retries as Spring does while the listener's breaker is closed. While it is not, a failure that says nothing about its
 * record is one of the listener: there is no retry, and what the retries have counted so far is forgotten, so that a record
 * has all of them when the breaker has closed.
 */
final class BreakerErrorHandler extends DefaultErrorHandler {

    private static final BackOff NO_RETRY = new FixedBackOff(0, 0);

    private final ListenerBreakers breakers;
    private final HoldingRecoverer recoverer;

    BreakerErrorHandler(ListenerBreakers breakers, HoldingRecoverer recoverer, BackOff retries) {
        super(recoverer, retries);
        this.breakers = breakers;
        this.recoverer = recoverer;
        setBackOffFunction((failed, failure) -> recoverer.isHolding() ? NO_RETRY : retries);
    }

    @Override
    public void handleRemaining(
            Exception thrown,
            List<ConsumerRecord<?, ?>> remaining,
            Consumer<?, ?> consumer,
            MessageListenerContainer container) {
        handle(thrown, container, () -> super.handleRemaining(thrown, remaining, consumer, container));
    }

    @Override
    public void handleBatch(
            Exception thrown,
            ConsumerRecords<?, ?> batch,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable invokeListener) {
        handle(thrown, container, () -> super.handleBatch(thrown, batch, consumer, container, invokeListener));
    }

    private void handle(Exception thrown, MessageListenerContainer container, Runnable handling) {
        ListenerBreaker breaker = breakers.find(container.getListenerId());
        if (breaker == null || !isOfTheListener(thrown)) {
            handling.run();
            return;
        }
        forgetRetries(breaker);
        try {
            recoverer.within(breaker, container, handling);
        } finally {
            forgetRetries(breaker);
        }
    }

    private void forgetRetries(ListenerBreaker breaker) {
        if (!breaker.isClosed()) {
            clearThreadState();
        }
    }

    /** Whatever is not retried is known to be wrong with the record itself. */
    private boolean isOfTheListener(Exception thrown) {
        Exception cause = ErrorHandlingUtils.unwrapIfNeeded(ErrorHandlingUtils.findRootCause(thrown));
        return cause == null || getExceptionMatcher().match(cause);
    }
}
