package com.bookstore.events.jdbc;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the script to run. */
final class MissingTableFailureAnalyzer extends AbstractFailureAnalyzer<MissingTableException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingTableException cause) {
        return new FailureAnalysis(
                "Table '%s' is not there.".formatted(cause.table()),
                "Set %s=always, or run this script (%s on the class path), for example as a migration:%n%n%s"
                        .formatted(
                                cause.property(),
                                cause.location(),
                                cause.script().indent(4)),
                cause);
    }
}
