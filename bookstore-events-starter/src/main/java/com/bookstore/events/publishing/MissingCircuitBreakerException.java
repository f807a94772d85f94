package com.bookstore.events.publishing;

import com.bookstore.events.EventsException;

/** The circuit breaker is switched on but its library is not there; the start of the application stops. */
public final class MissingCircuitBreakerException extends EventsException {

    private static final long serialVersionUID = 1L;

    MissingCircuitBreakerException() {
        super(
                "bookstore.events.publishing.circuit-breaker.enabled is true, but resilience4j is not on the class path",
                null);
    }
}
