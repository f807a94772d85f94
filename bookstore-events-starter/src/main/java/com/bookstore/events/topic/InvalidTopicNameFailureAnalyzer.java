package com.bookstore.events.topic;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says where to correct a topic's name. */
final class InvalidTopicNameFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTopicNameException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidTopicNameException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Set bookstore.events.topics.[%s].name, or correct spring.kafka.topics or the topic of the @EventType."
                        .formatted(cause.logicalName()),
                cause);
    }
}
