package com.bookstore.events.publishing.idempotent;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which dependency retries need. */
final class MissingSpringRetryFailureAnalyzer extends AbstractFailureAnalyzer<MissingSpringRetryException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingSpringRetryException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Add the dependency org.springframework.retry:spring-retry (2.0.13), or set"
                        + " bookstore.events.publishing.idempotent.retry.attempts=1",
                cause);
    }
}
