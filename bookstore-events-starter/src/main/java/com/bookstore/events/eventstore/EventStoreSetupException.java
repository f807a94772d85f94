package com.bookstore.events.eventstore;

import com.bookstore.events.EventsException;

/** The application is set up in a way in which events cannot be kept. */
public final class EventStoreSetupException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private EventStoreSetupException(String message, String action) {
        super(message, null);
        this.action = action;
    }

    static EventStoreSetupException withoutJdbc() {
        return new EventStoreSetupException(
                "The event store is switched on, but spring-boot-jdbc is not on the class path",
                "Add org.springframework.boot:spring-boot-starter-jdbc or spring-boot-starter-data-jpa");
    }

    static EventStoreSetupException noSingle(String what, String property) {
        return new EventStoreSetupException(
                "The event store is switched on, but there is no single bean of type %s".formatted(what),
                "If there are several, name one: %s.%s=...".formatted(EventStoreProperties.PREFIX, property));
    }

    static EventStoreSetupException foreignTransactionManager(Class<?> manager) {
        return new EventStoreSetupException(
                "The transactions of %s are not those of the DataSource that the event store is in: data and events would not"
                                .formatted(manager.getName())
                        + " be committed together",
                ("Name the transaction manager and the DataSource the application writes with:"
                                + " %1$s.transaction-manager=... and %1$s.data-source=...")
                        .formatted(EventStoreProperties.PREFIX));
    }

    static EventStoreSetupException withoutOutbox() {
        return new EventStoreSetupException(
                "Appended events are to be published, but there is no outbox",
                "Set bookstore.events.outbox.enabled=true, or %s.publish=false".formatted(EventStoreProperties.PREFIX));
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
