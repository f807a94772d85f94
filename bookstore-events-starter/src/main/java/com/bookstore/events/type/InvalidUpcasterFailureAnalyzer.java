package com.bookstore.events.type;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which upcaster cannot be used and what to change. */
final class InvalidUpcasterFailureAnalyzer extends AbstractFailureAnalyzer<InvalidUpcasterException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidUpcasterException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
