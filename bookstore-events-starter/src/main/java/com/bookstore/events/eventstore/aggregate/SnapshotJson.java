package com.bookstore.events.eventstore.aggregate;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * States as JSON. Strict: a class with other fields than those of the snapshot is another class, and a state that comes back
 * as something else is none that can be kept. Thread-safe.
 */
final class SnapshotJson {

    private final JsonMapper mapper = JsonMapper.builder()
            .changeDefaultVisibility(visibility -> visibility
                    .withFieldVisibility(Visibility.ANY)
                    .withGetterVisibility(Visibility.NONE)
                    .withIsGetterVisibility(Visibility.NONE))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /**
     * Writes a state.
     *
     * @throws tools.jackson.core.JacksonException if Jackson cannot
     * @throws IllegalArgumentException if another state would be read
     */
    <S> byte[] write(Class<S> stateClass, S state) {
        byte[] json = mapper.writerFor(stateClass).writeValueAsBytes(state);
        if (!state.equals(read(stateClass, json))) {
            throw new IllegalArgumentException(
                    "A state of %s is not equal to what is read of its JSON; are there components that JSON does not keep, or"
                                    .formatted(stateClass.getName())
                            + " classes without equals?");
        }
        return json;
    }

    /**
     * Reads a state.
     *
     * @throws RuntimeException if it is none
     */
    <S> S read(Class<S> stateClass, byte[] json) {
        S state = mapper.readerFor(stateClass).readValue(json);
        if (state == null) {
            throw new IllegalArgumentException("A state was expected, but there is null");
        }
        return state;
    }
}
