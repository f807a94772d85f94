package com.bookstore.events.idempotency;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what the chosen store needs. */
final class MissingIdempotencyStoreFailureAnalyzer extends AbstractFailureAnalyzer<MissingIdempotencyStoreException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingIdempotencyStoreException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                cause.remedy() + ", choose another with bookstore.events.idempotency.store, or define a bean of type "
                        + IdempotencyStore.class.getName(),
                cause);
    }
}
