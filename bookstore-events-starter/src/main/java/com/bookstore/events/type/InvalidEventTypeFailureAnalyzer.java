package com.bookstore.events.type;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which event class cannot be registered and what to change. */
final class InvalidEventTypeFailureAnalyzer extends AbstractFailureAnalyzer<InvalidEventTypeException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidEventTypeException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
