package com.bookstore.events.inbox;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why events could not be handled once and what to change. */
final class InboxSetupFailureAnalyzer extends AbstractFailureAnalyzer<InboxSetupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InboxSetupException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
