package com.bookstore.events.outbox;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why there is no outbox and what to change. */
final class OutboxSetupFailureAnalyzer extends AbstractFailureAnalyzer<OutboxSetupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OutboxSetupException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
