package com.bookstore.events.cdc;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with the translators or their surroundings, and what to change. */
final class CdcSetupFailureAnalyzer extends AbstractFailureAnalyzer<CdcSetupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CdcSetupException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
