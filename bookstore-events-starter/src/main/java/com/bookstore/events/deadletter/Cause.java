package com.bookstore.events.deadletter;

import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;

/** Finds what really went wrong beneath the exceptions in which the listener container wraps it. */
final class Cause {

    private Cause() {}

    static Throwable of(Throwable failure) {
        Throwable cause = failure;
        while (isWrapper(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof ListenerExecutionFailedException || failure instanceof BatchListenerFailedException;
    }
}
