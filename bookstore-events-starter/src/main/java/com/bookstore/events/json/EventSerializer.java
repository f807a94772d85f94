package com.bookstore.events.json;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.InvalidEventTypeException;
import com.bookstore.events.type.RegisteredEventType;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Writes a record's value: an {@link EventEnvelope} as one flat JSON object, metadata first; bytes, texts and received
 * events as they are. Thread-safe.
 */
public final class EventSerializer implements Serializer<Object> {

    /** The header that names an event's type. */
    public static final String TYPE_HEADER = "__TypeId__";

    private final EventTypeRegistry types;
    private final ObjectWriter writer;
    private final ObjectWriter fieldsWriter;
    private final ObjectWriter canonicalWriter;

    EventSerializer(JsonMapper mapper, EventTypeRegistry types) {
        this.types = types;
        this.writer = mapper.rebuild()
                .addModule(new SimpleModule("bookstore-events-envelope").addSerializer(new EnvelopeWriter(types)))
                .build()
                .writerFor(EventEnvelope.class);
        this.fieldsWriter = mapper.writer();
        this.canonicalWriter = CanonicalJson.writer(mapper);
        types.types().forEach(type -> checkFields(mapper, type));
    }

    /** A component's name on the wire is known only here: annotations, naming strategies and getters have their say. */
    private static void checkFields(JsonMapper mapper, RegisteredEventType type) {
        JavaType eventClass = mapper.constructType(type.eventClass());
        for (BeanPropertyDefinition property : mapper._serializationContext()
                .introspectBeanDescription(eventClass)
                .findProperties()) {
            if (MetadataFields.NAMES.contains(property.getName())) {
                throw InvalidEventTypeException.reservedField(type.eventClass(), property.getName());
            }
        }
    }

    /**
     * Writes an event.
     *
     * @param envelope the event and its metadata
     * @return the JSON object in UTF-8
     * @throws UnserializableEventException if Jackson cannot write a component
     * @throws com.bookstore.events.type.UnknownEventTypeException if the event's class is not registered
     */
    public byte[] write(EventEnvelope<?> envelope) {
        try {
            return writer.writeValueAsBytes(envelope);
        } catch (JacksonException unwritable) {
            throw new UnserializableEventException(envelope.event().getClass(), unwritable);
        }
    }

    /**
     * Writes an event's business data alone; {@link EventDeserializer#readFields} reads it.
     *
     * @param event the event
     * @return the JSON object in UTF-8
     * @throws UnserializableEventException if Jackson cannot write a component
     */
    public byte[] writeFields(DomainEvent event) {
        try {
            return fieldsWriter.writeValueAsBytes(event);
        } catch (JacksonException unwritable) {
            throw new UnserializableEventException(event.getClass(), unwritable);
        }
    }

    /**
     * Writes an event's business data alone, equal data always as equal bytes: maps by their keys, sets in an order of their
     * contents. For comparison; not what is sent.
     *
     * @param event the event
     * @return JSON in UTF-8
     * @throws UnserializableEventException if Jackson cannot write a component
     */
    public byte[] writeCanonical(DomainEvent event) {
        try {
            return canonicalWriter.writeValueAsBytes(event);
        } catch (JacksonException unwritable) {
            throw new UnserializableEventException(event.getClass(), unwritable);
        }
    }

    /**
     * Writes a value without headers.
     *
     * @param topic not used
     * @param data the value
     * @return the bytes; {@code null} for {@code null}
     * @throws UnserializableEventException if it is neither an envelope, a received event, bytes nor a text
     */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Object data) {
        if (data == null || data instanceof byte[]) {
            return (byte[]) data;
        }
        if (data instanceof EventEnvelope<?> envelope) {
            return write(envelope);
        }
        if (data instanceof ReceivedEvent received) {
            return received.raw();
        }
        if (data instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        throw new UnserializableEventException(data.getClass(), null);
    }

    /**
     * Writes a value; an event's type is set as the header {@value #TYPE_HEADER}.
     *
     * @param topic not used
     * @param headers the record's headers
     * @param data the value
     * @return the bytes; {@code null} for {@code null}
     * @throws UnserializableEventException if it is neither an envelope, a received event, bytes nor a text
     */
    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable Object data) {
        if (data instanceof EventEnvelope<?> envelope) {
            String name = types.get(envelope.event().getClass()).name();
            headers.remove(TYPE_HEADER).add(TYPE_HEADER, name.getBytes(StandardCharsets.UTF_8));
        }
        return serialize(topic, data);
    }
}
