package com.bookstore.events.topic;

import com.bookstore.events.observability.ExpectedTopics;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.RegisteredEventType;
import com.bookstore.events.type.TypeAutoConfiguration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaAdmin;

/** Resolves topics, declares them as beans and has them created in the background. */
@AutoConfiguration(before = KafkaAutoConfiguration.class, after = TypeAutoConfiguration.class)
@EnableConfigurationProperties({TopicProperties.class, KafkaProperties.class})
public final class TopicAutoConfiguration {

    /** The logical names services in the field use below {@code spring.kafka.topics} where they differ from ours. */
    private static final Map<String, String> CLASSIC_KEYS = Map.of("dead-letter", ShippedTopics.DEAD_LETTERS);

    TopicAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    TopicResolver topicResolver(TopicProperties properties, EventTypeRegistry types, Environment environment) {
        Map<String, String> classicNames = new HashMap<>();
        Binder.get(environment)
                .bind("spring.kafka.topics", Bindable.mapOf(String.class, String.class))
                .ifBound(names ->
                        names.forEach((key, name) -> classicNames.put(CLASSIC_KEYS.getOrDefault(key, key), name)));
        return TopicResolver.of(
                properties.topics(),
                classicNames,
                types.types().stream().map(RegisteredEventType::topic).toList());
    }

    @Bean
    @ConditionalOnMissingBean(name = "eventTopics")
    EventTopics eventTopics(TopicResolver resolver) {
        return new EventTopics(
                resolver.topics().values().stream().map(NewTopicFactory::create).toArray(NewTopic[]::new));
    }

    @Bean
    ExpectedTopics eventTopicNames(ObjectProvider<EventTopics> declared) {
        return () -> declared.stream()
                .flatMap(topics -> topics.topics().stream())
                .map(NewTopic::name)
                .toList();
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "spring.kafka.admin.auto-create", matchIfMissing = true)
    static KafkaAdminAutoCreateDisabler kafkaAdminAutoCreateDisabler() {
        return new KafkaAdminAutoCreateDisabler();
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "spring.kafka.admin.auto-create", matchIfMissing = true)
    TopicCreation topicCreation(KafkaAdmin kafkaAdmin, ListableBeanFactory beanFactory, KafkaProperties properties) {
        KafkaProperties.Admin settings = properties.getAdmin();
        TopicCreator creator = new TopicCreator(kafkaAdmin, beanFactory, settings.isModifyTopicConfigs());
        return new TopicCreation(creator, settings.isFailFast());
    }
}
