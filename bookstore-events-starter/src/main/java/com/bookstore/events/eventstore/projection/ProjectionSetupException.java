package com.bookstore.events.eventstore.projection;

import com.bookstore.events.EventsException;
import com.bookstore.events.observability.LogText;
import org.jspecify.annotations.Nullable;

/** The application's projections cannot be run as they are. */
public final class ProjectionSetupException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private ProjectionSetupException(String message, String action) {
        super(message, null);
        this.action = action;
    }

    static ProjectionSetupException invalidName(Class<?> type, @Nullable String name) {
        return new ProjectionSetupException(
                ("The projection %s has the name %s; a name has 1 to 100 letters, digits, dots, dashes and underscores, and"
                                + " begins with a letter or digit")
                        .formatted(type.getName(), name == null ? "null" : "'" + LogText.of(name) + "'"),
                "Return such a name from its method name(), always the same: its position is stored under it");
    }

    static ProjectionSetupException sameName(String name, Class<?> one, Class<?> other) {
        return new ProjectionSetupException(
                "Two projections have the name '%s': %s and %s; each would skip what the other has seen"
                        .formatted(name, one.getName(), other.getName()),
                "Return different names from their methods name()");
    }

    static ProjectionSetupException noSingleTransactionManager() {
        return new ProjectionSetupException(
                "There are projections, but no single bean of type"
                        + " org.springframework.transaction.PlatformTransactionManager",
                "If there are several, name one: %s.transaction-manager=...".formatted(ProjectionProperties.PREFIX));
    }

    static ProjectionSetupException noTransactionManager(String name) {
        return new ProjectionSetupException(
                "There is no transaction manager '%s'".formatted(LogText.of(name)),
                "Name a bean that is one: %s.transaction-manager=...".formatted(ProjectionProperties.PREFIX));
    }

    static ProjectionSetupException foreignTransactionManager(Class<?> manager) {
        return new ProjectionSetupException(
                ("The transactions of %s are not those of the event store's DataSource: what a projection writes and its"
                                + " position would not be committed together")
                        .formatted(manager.getName()),
                "Name the transaction manager of the event store's DataSource: %s.transaction-manager=..."
                        .formatted(ProjectionProperties.PREFIX));
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
