package com.bookstore.events.deadletter.store;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What a value calls itself, as far as it can be read: dead letters are of all services, and few of their types are known
 * here.
 *
 * @param type the field {@code type}
 * @param eventId the field {@code eventId}
 */
record WireNames(@Nullable String type, @Nullable String eventId) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(1024 * 1024)
                    .maxNumberLength(1_000)
                    .maxNameLength(1_000)
                    .build())
            .build();

    static WireNames of(byte @Nullable [] value) {
        String type = null;
        String eventId = null;
        if (value == null || value.length == 0) {
            return new WireNames(null, null);
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), value)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextName();
                        name != null && (type == null || eventId == null);
                        name = parser.nextName()) {
                    boolean scalar = parser.nextToken().isScalarValue();
                    if (scalar && name.equals("type")) {
                        type = parser.getValueAsString();
                    } else if (scalar && name.equals("eventId")) {
                        eventId = parser.getValueAsString();
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (JacksonException | IllegalArgumentException noJson) {
            return new WireNames(type, eventId); // what was read until there
        }
        return new WireNames(type, eventId);
    }
}
