package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.DeadLetterTopics;
import com.bookstore.events.deadletter.store.DeadLetterStoreAutoConfiguration;
import com.bookstore.events.deadletter.store.DeadLetterTables;
import com.bookstore.events.deadletter.store.DeadLetters;
import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.topic.EventTopics;
import com.bookstore.events.type.EventTypeRegistry;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ProducerFactory;

/** Provides the replay of stored dead letters, and the endpoint, where dead letters are stored. */
@AutoConfiguration(after = DeadLetterStoreAutoConfiguration.class)
@ConditionalOnBean(DeadLetterTables.class)
@EnableConfigurationProperties(DeadLetterReplayProperties.class)
public final class DeadLetterReplayAutoConfiguration {

    DeadLetterReplayAutoConfiguration() {}

    @Bean
    ReplayTopics deadLetterReplayTopics(
            DeadLetterReplayProperties properties,
            DeadLetterTopics deadLetters,
            ObjectProvider<EventTopics> declared,
            ObjectProvider<NewTopic> topics,
            ObjectProvider<KafkaListenerEndpointRegistry> listeners) {
        Set<String> names = Stream.concat(declared.stream().flatMap(some -> some.topics().stream()), topics.stream())
                .map(NewTopic::name)
                .collect(Collectors.toUnmodifiableSet());
        return new ReplayTopics(
                properties.topics(), properties.destination(), deadLetters, names, () -> listeners.stream()
                        .flatMap(registry -> registry.getAllListenerContainers().stream())
                        .toList());
    }

    @Bean
    @ConditionalOnMissingBean(DeadLetterReplays.class)
    ReplayRuns deadLetterReplays(
            DeadLetterReplayProperties properties,
            DeadLetterTables tables,
            DeadLetters letters,
            ReplayTopics topics,
            EventDeserializer deserializer,
            EventTypeRegistry types,
            EventRecorder recorder,
            @Qualifier("eventProducerFactory") ProducerFactory<Object, Object> producers) {
        ReplayParts parts = new ReplayParts(
                new JdbcReplayTable(tables),
                new JdbcReplayLeases(tables, properties.lease()),
                topics,
                producers,
                recorder,
                Clock.systemUTC(),
                properties.batchSize(),
                properties.sendTimeout());
        return new ReplayRuns(letters, parts, new EditedValue(deserializer, types), properties);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    @ConditionalOnAvailableEndpoint(DeadLettersEndpoint.class)
    @ConditionalOnMissingBean(name = "deadLettersEndpoint")
    @EnableConfigurationProperties(DeadLettersEndpointProperties.class)
    static class EndpointConfiguration {

        @Bean
        DeadLettersEndpoint deadLettersEndpoint(
                DeadLetters letters,
                DeadLetterReplays replays,
                ApplicationEventPublisher events,
                DeadLettersEndpointProperties properties) {
            return new DeadLettersEndpoint(
                    letters, replays, event -> events.publishEvent(new AuditApplicationEvent(event)), properties);
        }
    }
}
