package com.bookstore.events.publishing;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which dependency the circuit breaker needs. */
final class MissingCircuitBreakerFailureAnalyzer extends AbstractFailureAnalyzer<MissingCircuitBreakerException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingCircuitBreakerException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Add the dependency io.github.resilience4j:resilience4j-circuitbreaker, or set"
                        + " bookstore.events.publishing.circuit-breaker.enabled=false",
                cause);
    }
}
