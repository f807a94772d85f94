package com.bookstore.events.test;

import com.bookstore.events.EventsException;
import org.jspecify.annotations.Nullable;

/** A broker process could not be started, signalled or cleaned up. */
public final class KafkaBrokerException extends EventsException {

    private static final long serialVersionUID = 1L;

    private KafkaBrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static KafkaBrokerException notStarted(String broker, String problem, String log, @Nullable Throwable cause) {
        return new KafkaBrokerException(
                "%s %s; the end of its log:%n%s".formatted(broker, problem, log.isBlank() ? "(empty)" : log), cause);
    }

    static KafkaBrokerException failed(String broker, String action, @Nullable Throwable cause) {
        return new KafkaBrokerException("%s could not be %s".formatted(broker, action), cause);
    }
}
