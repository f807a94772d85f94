package com.bookstore.events.json;

import com.bookstore.events.DomainEvent;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.RecyclerPool;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The mapper of this library: strict where it protects, lenient where the wire evolves, the same in every service. */
final class EventJsonMapper {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_STRING_LENGTH = 1024 * 1024;
    private static final int MAX_NUMBER_LENGTH = 1_000;
    private static final int MAX_NAME_LENGTH = 1_000;

    private EventJsonMapper() {}

    static JsonMapper.Builder builder(long maxEventBytes) {
        return builder(maxEventBytes, JsonRecyclerPools.defaultPool());
    }

    static JsonMapper.Builder builder(long maxEventBytes, RecyclerPool<BufferRecycler> buffers) {
        JsonFactory factory = JsonFactory.builder()
                .recyclerPool(buffers)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(maxEventBytes)
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_STRING_LENGTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        SimpleModule decimals = new SimpleModule("bookstore-events-decimals")
                .addDeserializer(BigDecimal.class, new BoundedDecimalDeserializer())
                .addDeserializer(Number.class, new BoundedNumberDeserializer());
        return JsonMapper.builder(factory)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .addMixIn(DomainEvent.class, BusinessFieldsOnly.class)
                .addModule(decimals);
    }

    @JsonIgnoreProperties(
            value = {
                MetadataFields.TYPE,
                MetadataFields.EVENT_ID,
                MetadataFields.TIMESTAMP,
                MetadataFields.SOURCE,
                MetadataFields.VERSION,
                MetadataFields.CORRELATION_ID,
                MetadataFields.CAUSATION_ID
            },
            ignoreUnknown = true)
    private interface BusinessFieldsOnly {}
}
