package com.bookstore.events.type;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Set;

/** What an event class must fulfil; a class that does not stops the start. */
final class EventTypeRules {

    private static final int MAX_NAME_LENGTH = 100;

    private static final Set<String> METADATA_FIELDS =
            Set.of("type", "eventId", "timestamp", "source", "version", "correlationId", "causationId");

    private EventTypeRules() {}

    static void check(RegisteredEventType type) {
        Class<?> eventClass = type.eventClass();
        if (eventClass.isInterface() || Modifier.isAbstract(eventClass.getModifiers())) {
            throw InvalidEventTypeException.abstractClass(eventClass);
        }
        if (type.name().isBlank() || type.name().length() > MAX_NAME_LENGTH) {
            throw InvalidEventTypeException.badName(eventClass, MAX_NAME_LENGTH);
        }
        if (type.topic().isBlank()) {
            throw InvalidEventTypeException.withoutTopic(eventClass);
        }
        RecordComponent[] components = eventClass.getRecordComponents();
        if (components != null) {
            for (RecordComponent component : components) {
                if (METADATA_FIELDS.contains(component.getName())) {
                    throw InvalidEventTypeException.reservedField(eventClass, component.getName());
                }
            }
        }
    }
}
