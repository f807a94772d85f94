package com.bookstore.events.deadletter.store;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why dead letters cannot be stored and what to change. */
final class DeadLetterSetupFailureAnalyzer extends AbstractFailureAnalyzer<DeadLetterSetupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DeadLetterSetupException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
