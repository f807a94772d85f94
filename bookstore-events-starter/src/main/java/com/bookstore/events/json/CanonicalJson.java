package com.bookstore.events.json;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes equal data as equal bytes, in every JVM. The order of {@code Map.of} and {@code Set.of} differs from one start to
 * the next, so two instances would write one event in two ways.
 */
final class CanonicalJson {

    private CanonicalJson() {}

    static ObjectWriter writer(JsonMapper mapper) {
        SetWriter sets = new SetWriter();
        ObjectWriter writer = mapper.rebuild()
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .addModule(new SimpleModule("bookstore-events-canonical").addSerializer(sets))
                .build()
                .writer();
        sets.elements = writer;
        return writer;
    }

    /** Writes a set as the sorted texts of its elements. */
    private static final class SetWriter extends StdSerializer<Set<?>> {

        /** Writes the elements; made with this serialiser, so set only then. */
        private @Nullable ObjectWriter elements;

        SetWriter() {
            super(Set.class);
        }

        @Override
        public void serialize(Set<?> set, JsonGenerator generator, SerializationContext context) {
            ObjectWriter writer = Objects.requireNonNull(elements);
            generator.writeStartArray();
            set.stream().map(writer::writeValueAsString).sorted().forEach(generator::writeString);
            generator.writeEndArray();
        }
    }
}
