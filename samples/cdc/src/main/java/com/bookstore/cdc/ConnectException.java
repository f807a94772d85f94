package com.bookstore.cdc;

import org.jspecify.annotations.Nullable;

/** The worker did not do what it was told to. */
final class ConnectException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConnectException(String message) {
        this(message, null);
    }

    ConnectException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
