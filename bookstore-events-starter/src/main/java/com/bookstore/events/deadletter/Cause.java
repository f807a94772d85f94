package com.bookstore.events.deadletter;

import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.TimestampedException;

/** Finds what really went wrong beneath the exceptions in which the listener container wraps it. */
final class Cause {

    private static final int MAX_DEPTH = 50;

    private Cause() {}

    static Throwable of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < MAX_DEPTH && isWrapper(cause) && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof ListenerExecutionFailedException
                || failure instanceof BatchListenerFailedException
                || failure instanceof TimestampedException;
    }
}
