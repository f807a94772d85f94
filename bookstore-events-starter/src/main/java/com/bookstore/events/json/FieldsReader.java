package com.bookstore.events.json;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.RegisteredEventType;
import com.bookstore.events.type.Upcasters;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads an event's own fields, which are brought up to the version of its class first. Thread-safe. */
final class FieldsReader {

    private final JsonMapper mapper;
    private final Upcasters upcasters;
    private final Map<Class<?>, ObjectReader> readers;

    FieldsReader(JsonMapper mapper, EventTypeRegistry types, Upcasters upcasters) {
        this.mapper = mapper;
        this.upcasters = upcasters;
        this.readers = types.types().stream()
                .collect(Collectors.toUnmodifiableMap(
                        RegisteredEventType::eventClass, type -> mapper.readerFor(type.eventClass())));
    }

    boolean mustUpcast(RegisteredEventType type, String version) {
        return upcasters.startFrom(type, version);
    }

    /** Reads from where the parser stands, without upcasting. */
    DomainEvent read(RegisteredEventType type, JsonParser parser) {
        return reader(type).readValue(parser);
    }

    /** Reads a whole object. */
    DomainEvent read(RegisteredEventType type, String version, byte[] object) {
        if (!mustUpcast(type, version)) {
            return event(reader(type).readValue(object));
        }
        if (mapper.readTree(object) instanceof ObjectNode fields) {
            return event(reader(type).readValue(upcasters.upcast(type, version, fields)));
        }
        throw new MalformedEventException("the value is no JSON object");
    }

    private static DomainEvent event(Object read) {
        if (read instanceof DomainEvent event) {
            return event;
        }
        throw new MalformedEventException("the value is no JSON object");
    }

    /** The metadata as it is after upcasting. */
    EventMetadata upcast(RegisteredEventType type, EventMetadata metadata) {
        return mustUpcast(type, metadata.version())
                ? new EventMetadata(
                        metadata.eventId(),
                        metadata.timestamp(),
                        metadata.source(),
                        type.version(),
                        metadata.correlationId(),
                        metadata.causationId())
                : metadata;
    }

    private ObjectReader reader(RegisteredEventType type) {
        ObjectReader reader = readers.get(type.eventClass());
        return reader == null ? mapper.readerFor(type.eventClass()) : reader;
    }
}
