package com.bookstore.events.deadletter.replay;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A value as somebody may see it: as JSON where it is some, with its data behind a mask unless that is allowed. */
final class MaskedValue {

    static final String MASK = "***";

    private static final Set<String> METADATA =
            Set.of("type", "eventId", "timestamp", "source", "version", "correlationId", "causationId");
    private static final int LARGEST = 1024 * 1024;
    private static final int MOST_ITEMS = 100;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(1_000)
                            .maxNameLength(1_000)
                            .build())
                    .build())
            .build();

    private MaskedValue() {}

    /**
     * Reads a value.
     *
     * @param value its bytes
     * @param shown whether its data may be seen
     * @return the JSON; {@code null} if it is none or too large to be shown
     */
    static @Nullable JsonNode of(byte @Nullable [] value, boolean shown) {
        if (value == null || value.length == 0 || value.length > LARGEST) {
            return null;
        }
        try {
            JsonNode read = JSON.readTree(value);
            return shown || read == null ? read : masked(read, true);
        } catch (JacksonException noJson) {
            return null;
        }
    }

    private static JsonNode masked(JsonNode node, boolean top) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                boolean metadata = top
                        && METADATA.contains(field.getKey())
                        && field.getValue().isValueNode();
                copy.set(field.getKey(), metadata ? field.getValue() : masked(field.getValue(), false));
            }
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            Iterator<JsonNode> items = array.iterator();
            while (items.hasNext() && copy.size() < MOST_ITEMS) {
                copy.add(masked(items.next(), false));
            }
            return copy;
        }
        return node.isNull() ? node : JsonNodeFactory.instance.stringNode(MASK);
    }
}
