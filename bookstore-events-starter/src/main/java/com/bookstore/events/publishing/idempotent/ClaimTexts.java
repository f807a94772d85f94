package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.publishing.PublishedEvent.Sent;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.UnreadableClaim;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The texts a store keeps with a key: the event's metadata, and where the event is. */
final class ClaimTexts {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ObjectWriter METADATA = JSON.writerFor(EventMetadata.class);
    private static final ObjectWriter POSITION = JSON.writerFor(Position.class);

    private ClaimTexts() {}

    static String event(EventMetadata metadata) {
        return text(METADATA, metadata);
    }

    static String outcome(Sent sent) {
        return text(POSITION, new Position(sent.topic(), sent.partition(), sent.offset()));
    }

    /** By way of bytes, which Jackson writes in half the time of characters. */
    private static String text(ObjectWriter writer, Object value) {
        return new String(writer.writeValueAsBytes(value), StandardCharsets.UTF_8);
    }

    /**
     * Reads the metadata back.
     *
     * @throws UnreadableClaim if it is no metadata
     */
    static EventMetadata metadata(String key, String event) {
        return read(key, event, EventMetadata.class);
    }

    /**
     * Reads where an event is.
     *
     * @throws UnreadableClaim if it is not said
     */
    static Sent sent(String key, String event, String outcome) {
        Position position = read(key, outcome, Position.class);
        return new Sent(metadata(key, event), position.topic(), position.partition(), position.offset());
    }

    private static <T> T read(String key, String text, Class<T> type) {
        try {
            T value = JSON.readValue(text, type);
            if (value != null) {
                return value;
            }
        } catch (RuntimeException unreadable) {
            throw new UnreadableClaim(key, unreadable);
        }
        throw new UnreadableClaim(key, null);
    }

    private record Position(String topic, int partition, long offset) {}
}
