package com.bookstore.events.cdc;

import com.bookstore.events.cdc.change.RowTypeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with a row type and what to change. */
final class RowTypeFailureAnalyzer extends AbstractFailureAnalyzer<RowTypeException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RowTypeException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
