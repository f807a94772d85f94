package com.bookstore.events.inbox;

import com.bookstore.events.EventsException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Events could not be handled once as it is configured; the start of the application stops. */
public final class InboxSetupException extends EventsException {

    private static final long serialVersionUID = 1L;

    private static final String EXEMPT = "exempt it with @IdempotentConsumer(enabled = false)";

    private final String action;

    private InboxSetupException(String message, String action) {
        super(message, null);
        this.action = action;
    }

    static InboxSetupException asynchronous(String method) {
        return new InboxSetupException(
                method
                        + " returns before it has handled its event, so that its transaction would be committed too early",
                "Let it return when the event is handled, or " + EXEMPT);
    }

    static InboxSetupException raw(String listener) {
        return new InboxSetupException(
                listener + " is an @IdempotentConsumer but takes values as they arrived, which have no event id",
                "Let it take events, or remove the annotation");
    }

    static InboxSetupException onHandlerMethod(String method) {
        return new InboxSetupException(
                method + " is an @IdempotentConsumer but one of several handlers of its class",
                "Put the annotation on the class: it then holds for all of its handlers");
    }

    static InboxSetupException badName(String listener, int maxLength) {
        return new InboxSetupException(
                listener
                        + " is an @IdempotentConsumer without a consumer group, or of a name that is blank or longer than "
                        + maxLength + " characters",
                "Name it: @IdempotentConsumer(name = \"...\")");
    }

    static InboxSetupException unguarded(String listener) {
        return new InboxSetupException(
                listener + " is an @IdempotentConsumer, but its container factory is not the one of bookstore events",
                "Set containerFactory = \"eventListenerContainerFactory\" on its @KafkaListener");
    }

    static InboxSetupException withoutJdbc() {
        return new InboxSetupException(
                "A listener is to handle each event once, but spring-boot-jdbc is not on the class path",
                "Add org.springframework.boot:spring-boot-starter-jdbc or spring-boot-starter-data-jpa");
    }

    static InboxSetupException noSingle(String what, String property) {
        return new InboxSetupException(
                "A listener is to handle each event once, but there is no single bean of type %s".formatted(what),
                "If there are several, name one: %s.%s=...".formatted(InboxProperties.PREFIX, property));
    }

    static InboxSetupException foreignTransactionManager(Class<?> manager) {
        return new InboxSetupException(
                "The transactions of %s are not those of the DataSource that the inbox is in: a handler's writes and the"
                                .formatted(manager.getName())
                        + " note that its event is handled would not be committed together",
                ("Name the transaction manager and the DataSource the handlers write with: %1$s.transaction-manager=..."
                                + " and %1$s.data-source=... (spring.kafka.producer.transaction-id-prefix makes Spring"
                                + " Boot's own transaction manager back off)")
                        .formatted(InboxProperties.PREFIX));
    }

    static InboxSetupException shortRetention(Duration retention, Map<String, Duration> longer) {
        return new InboxSetupException(
                "Handled events are remembered for %s, but can be read again for longer: %s"
                        .formatted(
                                retention,
                                longer.entrySet().stream()
                                        .map(topic ->
                                                "%s keeps them for %s".formatted(topic.getKey(), topic.getValue()))
                                        .sorted()
                                        .collect(Collectors.joining(", "))),
                ("Set %1$s.retention to the longest of them, or accept that such an event may be handled again:"
                                + " %1$s.accept-short-retention=true")
                        .formatted(InboxProperties.PREFIX));
    }

    /**
     * Returns what to do about it.
     *
     * @return a sentence, often with a property to paste
     */
    public String action() {
        return action;
    }
}
