package com.bookstore.events.type;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventsException;

/** An event class that cannot be registered; the start of the application stops. */
public final class InvalidEventTypeException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private InvalidEventTypeException(String message, String action) {
        super(message, null);
        this.action = action;
    }

    static InvalidEventTypeException notAnnotated(Class<?> eventClass) {
        return new InvalidEventTypeException(
                "%s is not annotated with @EventType".formatted(eventClass.getName()),
                "Annotate it: @EventType(name = \"...\", topic = \"...\")");
    }

    static InvalidEventTypeException notAnEvent(Class<?> eventClass) {
        return new InvalidEventTypeException(
                "%s is annotated with @EventType but does not implement %s"
                        .formatted(eventClass.getName(), DomainEvent.class.getName()),
                "Implement DomainEvent, or remove the annotation.");
    }

    static InvalidEventTypeException abstractClass(Class<?> eventClass) {
        return new InvalidEventTypeException(
                "%s is annotated with @EventType but is abstract".formatted(eventClass.getName()),
                "Annotate the concrete records instead.");
    }

    static InvalidEventTypeException badName(Class<?> eventClass, int maxLength) {
        return new InvalidEventTypeException(
                "The event name of %s is blank or longer than %d characters".formatted(eventClass.getName(), maxLength),
                "Give it a short name that never changes: @EventType(name = \"bookCreated\", ...)");
    }

    static InvalidEventTypeException withoutTopic(Class<?> eventClass) {
        return new InvalidEventTypeException(
                "The event type of %s has no topic".formatted(eventClass.getName()),
                "Name a logical topic: @EventType(..., topic = \"book-events\")");
    }

    /**
     * A field of an event would be written under the name of a metadata field.
     *
     * @param eventClass the event class
     * @param field the name both have
     * @return the exception
     */
    public static InvalidEventTypeException reservedField(Class<?> eventClass, String field) {
        return new InvalidEventTypeException(
                "The field '%s' of %s has the name of a metadata field; both would be written to one JSON object"
                        .formatted(field, eventClass.getName()),
                "Rename it. Reserved: type, eventId, timestamp, source, version, correlationId, causationId.");
    }

    static InvalidEventTypeException duplicateName(String name, Class<?> first, Class<?> second) {
        return new InvalidEventTypeException(
                "The event name '%s' is used by %s and by %s".formatted(name, first.getName(), second.getName()),
                "Give each event class a name of its own, and no alias that is another event's name.");
    }

    static InvalidEventTypeException aliasOfNothing(String alias, String name) {
        return new InvalidEventTypeException(
                "The alias '%s' stands for the event '%s', which is not registered".formatted(alias, name),
                "Correct the name in bookstore.events.type.aliases, or add the event's package to"
                        + " bookstore.events.type.packages.");
    }

    /**
     * Returns what to do about it.
     *
     * @return one or two sentences
     */
    public String action() {
        return action;
    }
}
