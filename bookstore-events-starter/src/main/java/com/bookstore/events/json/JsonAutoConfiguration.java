package com.bookstore.events.json;

import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.TypeAutoConfiguration;
import com.bookstore.events.type.Upcasters;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.RecyclerPool;
import tools.jackson.databind.json.JsonMapper;

/** Provides the serialiser and the deserialiser of events. */
@AutoConfiguration(after = TypeAutoConfiguration.class)
@EnableConfigurationProperties(JsonProperties.class)
public final class JsonAutoConfiguration {

    JsonAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    EventSerializer eventSerializer(
            JsonProperties properties, ObjectProvider<EventJsonCustomizer> customizers, EventTypeRegistry types) {
        return new EventSerializer(mapper(properties, customizers, JsonRecyclerPools.defaultPool()), types);
    }

    @Bean
    @ConditionalOnMissingBean
    EventDeserializer eventDeserializer(
            JsonProperties properties,
            ObjectProvider<EventJsonCustomizer> customizers,
            EventTypeRegistry types,
            Upcasters upcasters) {
        // Few threads read, the consumers': each keeps its buffers, where all of them would contend for shared ones.
        return new EventDeserializer(
                mapper(properties, customizers, JsonRecyclerPools.threadLocalPool()),
                types,
                upcasters,
                properties.localZone(),
                properties.maxEventSize().toBytes());
    }

    private static JsonMapper mapper(
            JsonProperties properties,
            ObjectProvider<EventJsonCustomizer> customizers,
            RecyclerPool<BufferRecycler> buffers) {
        JsonMapper.Builder builder =
                EventJsonMapper.builder(properties.maxEventSize().toBytes(), buffers);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }
}
