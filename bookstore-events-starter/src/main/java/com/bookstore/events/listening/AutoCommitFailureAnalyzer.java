package com.bookstore.events.listening;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how to get rid of automatic commits, or how to accept them. */
final class AutoCommitFailureAnalyzer extends AbstractFailureAnalyzer<AutoCommitException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, AutoCommitException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Remove the setting, or accept the loss with bookstore.events.publishing.allow-weaker-guarantees=true",
                cause);
    }
}
