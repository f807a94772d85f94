package com.bookstore.events.json;

import com.bookstore.events.type.EventTypeRegistry;
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

    EventDeserializer(JsonMapper mapper, EventTypeRegistry types, ZoneId localZone, long maxEventBytes) {
        this.reader = new EnvelopeReader(mapper, types, new WireTimestamp(localZone));
        this.maxEventBytes = maxEventBytes;
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
                ? new ReceivedEvent.Malformed(
                        data,
                        new MalformedEventException("%d bytes are more than bookstore.events.json.max-event-size (%d)"
                                .formatted(data.length, maxEventBytes)))
                : reader.read(headerType, data);
    }
}
