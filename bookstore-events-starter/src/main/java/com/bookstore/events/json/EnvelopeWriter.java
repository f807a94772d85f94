package com.bookstore.events.json;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.type.EventTypeRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.util.NameTransformer;

/** Writes metadata and event into one JSON object, the event by Jackson's own bean serialiser without its braces. */
final class EnvelopeWriter extends StdSerializer<EventEnvelope<?>> {

    private static final SerializableString TYPE = new SerializedString(MetadataFields.TYPE);
    private static final SerializableString EVENT_ID = new SerializedString(MetadataFields.EVENT_ID);
    private static final SerializableString TIMESTAMP = new SerializedString(MetadataFields.TIMESTAMP);
    private static final SerializableString SOURCE = new SerializedString(MetadataFields.SOURCE);
    private static final SerializableString VERSION = new SerializedString(MetadataFields.VERSION);
    private static final SerializableString CORRELATION_ID = new SerializedString(MetadataFields.CORRELATION_ID);
    private static final SerializableString CAUSATION_ID = new SerializedString(MetadataFields.CAUSATION_ID);

    private final EventTypeRegistry types;
    private final TimestampText timestamps = new TimestampText();
    private final Map<Class<?>, EventWriter> writers = new ConcurrentHashMap<>();

    EnvelopeWriter(EventTypeRegistry types) {
        super(EventEnvelope.class);
        this.types = types;
    }

    @Override
    public void serialize(EventEnvelope<?> envelope, JsonGenerator generator, SerializationContext context) {
        DomainEvent event = envelope.event();
        EventMetadata metadata = envelope.metadata();
        EventWriter writer = writer(event.getClass(), context);
        generator.writeStartObject();
        generator.writeName(TYPE);
        generator.writeString(writer.type());
        write(EVENT_ID, metadata.eventId(), generator);
        write(TIMESTAMP, timestamps.of(metadata.timestamp()), generator);
        write(SOURCE, metadata.source(), generator);
        write(VERSION, metadata.version(), generator);
        write(CORRELATION_ID, metadata.correlationId(), generator);
        if (metadata.causationId() != null) {
            write(CAUSATION_ID, metadata.causationId(), generator);
        }
        writer.fields().serialize(event, generator, context);
        generator.writeEndObject();
    }

    private static void write(SerializableString name, String value, JsonGenerator generator) {
        generator.writeName(name);
        generator.writeString(value);
    }

    private EventWriter writer(Class<? extends DomainEvent> eventClass, SerializationContext context) {
        EventWriter writer = writers.get(eventClass);
        if (writer == null) {
            writer = new EventWriter(
                    new SerializedString(types.get(eventClass).wireType()),
                    context.findValueSerializer(eventClass).unwrappingSerializer(NameTransformer.NOP));
            writers.put(eventClass, writer);
        }
        return writer;
    }

    private record EventWriter(SerializableString type, ValueSerializer<Object> fields) {}
}
