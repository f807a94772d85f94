package com.bookstore.events.eventstore;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why there is no event store and what to change. */
final class EventStoreSetupFailureAnalyzer extends AbstractFailureAnalyzer<EventStoreSetupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, EventStoreSetupException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
