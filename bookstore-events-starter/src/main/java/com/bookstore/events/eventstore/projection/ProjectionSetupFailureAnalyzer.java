package com.bookstore.events.eventstore.projection;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with the projections and what to change. */
final class ProjectionSetupFailureAnalyzer extends AbstractFailureAnalyzer<ProjectionSetupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ProjectionSetupException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
