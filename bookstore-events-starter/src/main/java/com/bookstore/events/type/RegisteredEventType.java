package com.bookstore.events.type;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import java.util.HashSet;
import java.util.Set;

/**
 * An event class and what its {@link EventType} annotation says.
 *
 * @param name the event's name, written to the header
 * @param eventClass the class
 * @param topic the logical topic
 * @param version the version of the fields
 * @param wireType the body's {@code type}
 * @param aliases further names under which the event is read
 */
public record RegisteredEventType(
        String name,
        Class<? extends DomainEvent> eventClass,
        String topic,
        String version,
        String wireType,
        Set<String> aliases) {

    /** Copies the aliases. */
    public RegisteredEventType {
        aliases = Set.copyOf(aliases);
    }

    static RegisteredEventType of(Class<? extends DomainEvent> eventClass) {
        EventType annotation = eventClass.getAnnotation(EventType.class);
        if (annotation == null) {
            throw InvalidEventTypeException.notAnnotated(eventClass);
        }
        String wireType = annotation.wireType().isEmpty() ? annotation.name() : annotation.wireType();
        RegisteredEventType type = new RegisteredEventType(
                annotation.name(),
                eventClass,
                annotation.topic(),
                annotation.version(),
                wireType,
                Set.of(annotation.aliases()));
        EventTypeRules.check(type);
        return type;
    }

    /**
     * This type in the place of the library's of the same name: read under the names of both, and written with the body's
     * {@code type} that other services know unless it brings its own.
     */
    RegisteredEventType inPlaceOf(RegisteredEventType library) {
        Set<String> all = new HashSet<>(aliases);
        all.addAll(library.aliases());
        all.add(library.wireType());
        String written = wireType.equals(name) ? library.wireType() : wireType;
        return new RegisteredEventType(name, eventClass, topic, version, written, all);
    }
}
