package com.bookstore.events.eventstore;

import com.bookstore.events.EventMetadata;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What travels with an event and has no column of its own, as JSON. Most events of a store have the same: the last one is kept.
 * Thread-safe.
 */
final class StoredMetadata {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String UNKNOWN_SOURCE = "unknown";
    private static final String FIRST_VERSION = "1.0";

    private volatile Entry last = new Entry("{}", UNKNOWN_SOURCE, FIRST_VERSION, null);

    String write(EventMetadata metadata) {
        Entry kept = last;
        if (kept.isOf(metadata)) {
            return kept.json;
        }
        ObjectNode object = JSON.createObjectNode();
        object.put("source", metadata.source());
        object.put("version", metadata.version());
        if (metadata.causationId() != null) {
            object.put("causationId", metadata.causationId());
        }
        String json = JSON.writeValueAsString(object);
        keep(new Entry(json, metadata.source(), metadata.version(), metadata.causationId()));
        return json;
    }

    EventMetadata read(String eventId, Instant timestamp, String correlationId, String json) {
        Entry entry = last;
        if (!entry.json.equals(json)) {
            JsonNode object = JSON.readTree(json);
            entry = new Entry(
                    json,
                    object.path("source").asString(UNKNOWN_SOURCE),
                    object.path("version").asString(FIRST_VERSION),
                    object.path("causationId").asString(null));
            keep(entry);
        }
        return new EventMetadata(eventId, timestamp, entry.source, entry.version, correlationId, entry.causationId);
    }

    /** What was caused by one event is not what the next one has. */
    private void keep(Entry entry) {
        if (entry.causationId == null) {
            last = entry;
        }
    }

    private record Entry(String json, String source, String version, @Nullable String causationId) {

        boolean isOf(EventMetadata metadata) {
            return metadata.causationId() == null
                    && causationId == null
                    && source.equals(metadata.source())
                    && version.equals(metadata.version());
        }
    }
}
