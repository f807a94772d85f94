package com.bookstore.events.deadletter.breaker;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;
import org.springframework.kafka.listener.KafkaBackoffException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Makes a dead letter of a record, unless the breaker of its listener holds it. */
final class HoldingRecoverer implements ConsumerRecordRecoverer {

    private static final ThreadLocal<@Nullable Failing> FAILING = new ThreadLocal<>();

    private final ConsumerRecordRecoverer deadLetters;

    HoldingRecoverer(ConsumerRecordRecoverer deadLetters) {
        this.deadLetters = deadLetters;
    }

    /** Runs what may end in a dead letter of this listener, on this thread. */
    void within(ListenerBreaker breaker, MessageListenerContainer container, Runnable handling) {
        FAILING.set(new Failing(breaker, container));
        try {
            handling.run();
        } finally {
            FAILING.remove();
        }
    }

    /** Whether what fails on this thread now is to be held without a retry. */
    boolean isHolding() {
        Failing current = FAILING.get();
        return current != null && !current.breaker.isClosed();
    }

    @Override
    public void accept(ConsumerRecord<?, ?> exhausted, Exception failure) {
        Failing current = FAILING.get();
        if (current == null || current.breaker.isDead(exhausted, cause(failure), current.container)) {
            deadLetters.accept(exhausted, failure);
            return;
        }
        // The one exception that the container takes as "comes again" without a line about an error.
        throw new KafkaBackoffException(
                "Held while listener '%s' is paused".formatted(current.breaker.listener()),
                new TopicPartition(exhausted.topic(), exhausted.partition()),
                current.breaker.listener(),
                0);
    }

    private static Throwable cause(Exception failure) {
        Throwable cause = failure;
        while ((cause instanceof ListenerExecutionFailedException || cause instanceof BatchListenerFailedException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private record Failing(ListenerBreaker breaker, MessageListenerContainer container) {}
}
