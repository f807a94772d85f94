package com.bookstore.events.outbox;

import com.bookstore.events.EventsException;

/** The application is set up in a way in which events cannot be stored with its data. */
public final class OutboxSetupException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private OutboxSetupException(String message, String action) {
        super(message, null);
        this.action = action;
    }

    static OutboxSetupException withoutJdbc() {
        return new OutboxSetupException(
                "The outbox is switched on, but spring-boot-jdbc is not on the class path",
                "Add org.springframework.boot:spring-boot-starter-jdbc or spring-boot-starter-data-jpa");
    }

    static OutboxSetupException noSingle(String what, String property) {
        return new OutboxSetupException(
                "The outbox is switched on, but there is no single bean of type %s".formatted(what),
                "If there are several, name one: %s.%s=...".formatted(OutboxProperties.PREFIX, property));
    }

    static OutboxSetupException foreignTransactionManager(Class<?> manager) {
        return new OutboxSetupException(
                "The transactions of %s are not those of the DataSource that the outbox is in: data and events would not be"
                                .formatted(manager.getName())
                        + " committed together",
                ("Name the transaction manager and the DataSource the application writes with:"
                                + " %1$s.transaction-manager=... and %1$s.data-source=..."
                                + " (spring.kafka.producer.transaction-id-prefix makes Spring Boot's own transaction"
                                + " manager back off)")
                        .formatted(OutboxProperties.PREFIX));
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
