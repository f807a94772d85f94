package com.bookstore.events.json;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.type.EventTypeRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.util.NameTransformer;

/** Writes metadata and event into one JSON object, the event by Jackson's own bean serialiser without its braces. */
final class EnvelopeWriter extends StdSerializer<EventEnvelope<?>> {

    private final EventTypeRegistry types;
    private final Map<Class<?>, ValueSerializer<Object>> serializers = new ConcurrentHashMap<>();

    EnvelopeWriter(EventTypeRegistry types) {
        super(EventEnvelope.class);
        this.types = types;
    }

    @Override
    public void serialize(EventEnvelope<?> envelope, JsonGenerator generator, SerializationContext context) {
        DomainEvent event = envelope.event();
        EventMetadata metadata = envelope.metadata();
        generator.writeStartObject();
        generator.writeStringProperty(
                MetadataFields.TYPE, types.get(event.getClass()).wireType());
        generator.writeStringProperty(MetadataFields.EVENT_ID, metadata.eventId());
        generator.writeStringProperty(
                MetadataFields.TIMESTAMP, metadata.timestamp().toString());
        generator.writeStringProperty(MetadataFields.SOURCE, metadata.source());
        generator.writeStringProperty(MetadataFields.VERSION, metadata.version());
        generator.writeStringProperty(MetadataFields.CORRELATION_ID, metadata.correlationId());
        if (metadata.causationId() != null) {
            generator.writeStringProperty(MetadataFields.CAUSATION_ID, metadata.causationId());
        }
        serializer(event.getClass(), context).serialize(event, generator, context);
        generator.writeEndObject();
    }

    private ValueSerializer<Object> serializer(Class<?> eventClass, SerializationContext context) {
        ValueSerializer<Object> serializer = serializers.get(eventClass);
        if (serializer == null) {
            serializer = context.findValueSerializer(eventClass).unwrappingSerializer(NameTransformer.NOP);
            serializers.put(eventClass, serializer);
        }
        return serializer;
    }
}
