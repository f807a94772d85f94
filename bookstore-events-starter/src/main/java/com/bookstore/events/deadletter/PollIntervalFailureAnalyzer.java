package com.bookstore.events.deadletter;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which of the times to change. */
final class PollIntervalFailureAnalyzer extends AbstractFailureAnalyzer<PollIntervalException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PollIntervalException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Lower bookstore.events.dead-letter.retry.max-delay (or .delay, .jitter) or"
                        + " bookstore.events.dead-letter.send-timeout, or raise spring.kafka.consumer.max-poll-interval.",
                cause);
    }
}
