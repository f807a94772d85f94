package com.bookstore.events.publishing.idempotent;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how long the lease must be. */
final class LeaseTooShortFailureAnalyzer extends AbstractFailureAnalyzer<LeaseTooShortException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, LeaseTooShortException cause) {
        long longEnough = cause.maxBlock()
                        .plus(cause.deliveryTimeout())
                        .multipliedBy(3)
                        .dividedBy(2)
                        .toSeconds()
                + 1;
        return new FailureAnalysis(
                cause.getMessage(),
                "Set bookstore.events.idempotency.lease=%ds, or shorten bookstore.events.publishing.delivery-timeout and bookstore.events.publishing.max-block (where spring.kafka.producer.properties sets delivery.timeout.ms or max.block.ms, these)"
                        .formatted(longEnough),
                cause);
    }
}
