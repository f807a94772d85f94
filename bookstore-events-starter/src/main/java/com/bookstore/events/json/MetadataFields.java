package com.bookstore.events.json;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The metadata fields of one JSON object, collected while it is read. */
final class MetadataFields {

    static final String TYPE = "type";
    static final String EVENT_ID = "eventId";
    static final String TIMESTAMP = "timestamp";
    static final String SOURCE = "source";
    static final String VERSION = "version";
    static final String CORRELATION_ID = "correlationId";
    static final String CAUSATION_ID = "causationId";

    /** The names of all metadata fields. */
    static final Set<String> NAMES = Set.of(TYPE, EVENT_ID, TIMESTAMP, SOURCE, VERSION, CORRELATION_ID, CAUSATION_ID);

    private static final int ALL_BUT_CAUSATION = 6;
    private static final String UNKNOWN_SOURCE = "unknown";
    private static final String FIRST_VERSION = "1.0";

    private final WireTimestamp timestamps;
    private int seen;
    private @Nullable String type;
    private @Nullable String eventId;
    private @Nullable Instant timestamp;
    private @Nullable String source;
    private @Nullable String version;
    private @Nullable String correlationId;
    private @Nullable String causationId;
    private boolean causationSeen;

    MetadataFields(WireTimestamp timestamps) {
        this.timestamps = timestamps;
    }

    /** Takes the property at which the parser stands, with its value; {@code false} if it is no metadata field. */
    boolean take(JsonParser parser, String name) {
        switch (name) {
            case TYPE -> type = text(parser, name);
            case EVENT_ID -> eventId = text(parser, name);
            case TIMESTAMP -> {
                parser.nextToken();
                timestamp = timestamps.read(parser);
            }
            case SOURCE -> source = text(parser, name);
            case VERSION -> version = text(parser, name);
            case CORRELATION_ID -> correlationId = text(parser, name);
            case CAUSATION_ID -> {
                causationId = text(parser, name);
                causationSeen = true;
                return true;
            }
            default -> {
                return false;
            }
        }
        seen++;
        return true;
    }

    private static @Nullable String text(JsonParser parser, String name) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.VALUE_STRING
                || token == JsonToken.VALUE_NUMBER_INT
                || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return parser.getString();
        }
        throw new MalformedEventException("'" + name + "' is neither a text nor a number");
    }

    /** Whether every field that comes with each event was seen; of the metadata only a cause can follow. */
    boolean complete() {
        return seen == ALL_BUT_CAUSATION;
    }

    boolean causationSeen() {
        return causationSeen;
    }

    @Nullable
    String type() {
        return type;
    }

    /** The version of the fields. */
    String version() {
        return version == null ? FIRST_VERSION : version;
    }

    /** The fields were brought up to another version. */
    void upcastTo(String newVersion) {
        version = newVersion;
    }

    /** Makes an envelope of the event, or has it wait for its id. */
    ReceivedEvent received(byte[] raw, DomainEvent event) {
        if (timestamp == null) {
            throw new MalformedEventException("'timestamp' is missing");
        }
        Instant time = timestamp;
        try {
            if (eventId == null) {
                metadata("checked", time);
                return new ReceivedEvent.Unidentified(raw, event, id -> metadata(id, time));
            }
            return new ReceivedEvent.Known(raw, new EventEnvelope<>(metadata(eventId, time), event));
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedEventException("'eventId' or 'timestamp' is out of range");
        }
    }

    private EventMetadata metadata(String id, Instant time) {
        return new EventMetadata(
                id,
                time,
                source == null ? UNKNOWN_SOURCE : source,
                version(),
                correlationId == null ? id : correlationId,
                causationId);
    }
}
