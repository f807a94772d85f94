package com.bookstore.events.inbox;

import com.bookstore.events.listening.HandlerGuard;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how an annotated listener is found that was overlooked. */
final class MissingInboxFailureAnalyzer extends AbstractFailureAnalyzer<HandlerGuard.MissingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, HandlerGuard.MissingException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ": its annotation was not seen when the inbox was looked for",
                "Declare the bean with its class instead of an interface, as the return type of its @Bean method, or set "
                        + InboxProperties.PREFIX + ".all-listeners=true",
                cause);
    }
}
