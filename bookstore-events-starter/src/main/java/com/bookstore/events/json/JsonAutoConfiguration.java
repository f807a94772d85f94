package com.bookstore.events.json;

import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.TypeAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
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
        return new EventSerializer(mapper(properties, customizers), types);
    }

    @Bean
    @ConditionalOnMissingBean
    EventDeserializer eventDeserializer(
            JsonProperties properties, ObjectProvider<EventJsonCustomizer> customizers, EventTypeRegistry types) {
        return new EventDeserializer(
                mapper(properties, customizers),
                types,
                properties.localZone(),
                properties.maxEventSize().toBytes());
    }

    private static JsonMapper mapper(JsonProperties properties, ObjectProvider<EventJsonCustomizer> customizers) {
        JsonMapper.Builder builder =
                EventJsonMapper.builder(properties.maxEventSize().toBytes());
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }
}
