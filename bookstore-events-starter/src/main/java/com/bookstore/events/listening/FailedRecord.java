package com.bookstore.events.listening;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchListenerFailedException;

/** Finds the record a batch listener named as the one that failed. */
final class FailedRecord {

    /** Causes may go round in a circle. */
    private static final int MAX_DEPTH = 50;

    private FailedRecord() {}

    static @Nullable BatchListenerFailedException named(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof BatchListenerFailedException named) {
                return named;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
