package com.bookstore.events.json;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.RegisteredEventType;
import com.bookstore.events.type.Upcasters;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a record's value as an event. It never throws for what the wire brings: a value that is no event comes back as
 * {@link ReceivedEvent.Malformed}, so that whoever receives it decides, with the bytes at hand. Thread-safe.
 */
public final class EventDeserializer implements Deserializer<ReceivedEvent> {

    private final EnvelopeReader reader;
    private final long maxEventBytes;

    EventDeserializer(
            JsonMapper mapper, EventTypeRegistry types, Upcasters upcasters, ZoneId localZone, long maxEventBytes) {
        this.reader = new EnvelopeReader(
                mapper, types, new FieldsReader(mapper, types, upcasters), new WireTimestamp(localZone));
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Returns how large an event may be.
     *
     * @return the size of the largest value that is read, in bytes
     */
    public long maxEventBytes() {
        return maxEventBytes;
    }

    /**
     * Reads an event's business data, as {@link EventSerializer#writeFields} writes it. Metadata among the fields is ignored.
     *
     * @param type the event's type
     * @param metadata the event's metadata, with the version of the fields
     * @param data the JSON object in UTF-8
     * @return the event, brought up to the version of its class, and the metadata with this version
     * @throws MalformedEventException if it is no event of this type
     */
    public EventEnvelope<?> readFields(RegisteredEventType type, EventMetadata metadata, byte[] data) {
        if (data.length > maxEventBytes) {
            throw tooLarge(data.length);
        }
        return reader.readFields(type, metadata, data);
    }

    /**
     * Reads a value whose type only the body can tell.
     *
     * @param topic not used
     * @param data the value
     * @return what it is; {@code null} for {@code null}
     */
    @Override
    public @Nullable ReceivedEvent deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : read(null, data);
    }

    /**
     * Reads a value.
     *
     * @param topic not used
     * @param headers the record's headers; {@code __TypeId__} names the type
     * @param data the value
     * @return what it is; {@code null} for {@code null}
     */
    @Override
    public @Nullable ReceivedEvent deserialize(String topic, Headers headers, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        Header header = headers.lastHeader(EventSerializer.TYPE_HEADER);
        byte[] type = header == null ? null : header.value();
        return read(type == null ? null : new String(type, StandardCharsets.UTF_8), data);
    }

    private ReceivedEvent read(@Nullable String headerType, byte[] data) {
        return data.length > maxEventBytes
                ? new ReceivedEvent.Malformed(data, tooLarge(data.length))
                : reader.read(headerType, data);
    }

    private MalformedEventException tooLarge(int bytes) {
        return new MalformedEventException(
                "%d bytes are more than bookstore.events.json.max-event-size (%d)".formatted(bytes, maxEventBytes));
    }
}
