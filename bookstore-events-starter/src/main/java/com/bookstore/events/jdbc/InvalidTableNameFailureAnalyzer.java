package com.bookstore.events.jdbc;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which property holds the name. */
final class InvalidTableNameFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTableNameException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidTableNameException cause) {
        String advice = cause.property().endsWith(".table") ? " A schema goes into the property beside it." : "";
        return new FailureAnalysis(cause.getMessage(), "Change %s.%s".formatted(cause.property(), advice), cause);
    }
}
