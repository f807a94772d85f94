package com.bookstore.events.test.embedded;

import com.bookstore.events.EventsException;
import org.jspecify.annotations.Nullable;

/** The broker of the test's JVM could not be started, or a service did not get ready on it. */
public final class EmbeddedBrokerException extends EventsException {

    private static final long serialVersionUID = 1L;

    private EmbeddedBrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static EmbeddedBrokerException notStarted(Throwable cause) {
        return new EmbeddedBrokerException(
                ("The Kafka broker of @EmbeddedEventBroker did not start in this JVM (%s). No further attempt is made. Check that"
                                + " kafka-clients, kafka-server and spring-kafka-test have the versions that Spring Boot"
                                + " manages, that the temporary folder %s has space, and that the JVM may use 500 MB")
                        .formatted(rootMessage(cause), System.getProperty("java.io.tmpdir")),
                cause);
    }

    static EmbeddedBrokerException unprepared(Throwable cause) {
        return new EmbeddedBrokerException(
                "The topics of this service could not be created on the broker of @EmbeddedEventBroker: %s"
                        .formatted(rootMessage(cause)),
                cause);
    }

    static EmbeddedBrokerException unassigned(String timeout, String groups, @Nullable Throwable cause) {
        return new EmbeddedBrokerException(
                ("After %s these consumer groups did not have all partitions of their topics: %s. A listener of another"
                                + " running context may be in the group: do not set spring.test.context.cache.pause=never, and"
                                + " close contexts you start yourself; or allow more time with @EmbeddedEventBroker(timeout ="
                                + " \"60s\")")
                        .formatted(timeout, groups),
                cause);
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
