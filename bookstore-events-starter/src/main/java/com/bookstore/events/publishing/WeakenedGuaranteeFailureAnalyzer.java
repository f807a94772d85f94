package com.bookstore.events.publishing;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which producer setting breaks a promise and how to allow it. */
final class WeakenedGuaranteeFailureAnalyzer extends AbstractFailureAnalyzer<WeakenedGuaranteeException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WeakenedGuaranteeException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Remove the setting, or accept the loss with bookstore.events.publishing.allow-weaker-guarantees=true",
                cause);
    }
}
