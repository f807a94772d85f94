package com.bookstore.events.deadletter.store;

import com.bookstore.events.EventsException;

/** The application is set up in a way in which dead letters cannot be stored; its start stops. */
public final class DeadLetterSetupException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private DeadLetterSetupException(String message, String action) {
        super(message, null);
        this.action = action;
    }

    static DeadLetterSetupException withoutJdbc() {
        return new DeadLetterSetupException(
                "Dead letters are to be stored, but spring-boot-jdbc is not on the class path",
                "Add org.springframework.boot:spring-boot-starter-jdbc or spring-boot-starter-data-jpa, or set "
                        + DeadLetterStoreProperties.PREFIX + ".enabled=false");
    }

    static DeadLetterSetupException noSingleDataSource() {
        return new DeadLetterSetupException(
                "Dead letters are to be stored, but there is no single bean of type javax.sql.DataSource",
                "If there are several, name one: " + DeadLetterStoreProperties.PREFIX + ".data-source=...");
    }

    static DeadLetterSetupException unknownDataSource(String name) {
        return new DeadLetterSetupException(
                "Dead letters are to be stored in '%s', but there is no DataSource bean of this name".formatted(name),
                "Correct " + DeadLetterStoreProperties.PREFIX + ".data-source");
    }

    static DeadLetterSetupException invalidTopic(String topic) {
        return new DeadLetterSetupException(
                "Dead letters are to be read from '%s', but no topic can have this name".formatted(topic),
                "Correct " + DeadLetterStoreProperties.PREFIX + ".topics");
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
