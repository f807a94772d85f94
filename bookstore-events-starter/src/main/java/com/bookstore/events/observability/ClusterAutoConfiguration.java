package com.bookstore.events.observability;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;

/** Observes the broker, through an admin client that connects when something is first asked. */
@AutoConfiguration(after = {KafkaAutoConfiguration.class, ObservabilityAutoConfiguration.class})
@ConditionalOnSingleCandidate(KafkaAdmin.class)
@ConditionalOnBean(KafkaListenerEndpointRegistry.class)
@EnableConfigurationProperties({ObservabilityProperties.class, KafkaProperties.class})
public final class ClusterAutoConfiguration {

    ClusterAutoConfiguration() {}

    @Bean
    ClusterAdmin clusterAdmin(KafkaAdmin kafkaAdmin) {
        return new ClusterAdmin(kafkaAdmin::getConfigurationProperties);
    }

    @Bean
    ListenedTopics listenedTopics(KafkaListenerEndpointRegistry registry, KafkaProperties kafka) {
        String reset = kafka.getConsumer().getAutoOffsetReset();
        return new ListenedTopics(registry, reset == null ? "earliest" : reset);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnBooleanProperty(name = "bookstore.events.observability.group-lag.enabled", matchIfMissing = true)
    static class GroupLagConfiguration {

        @Bean
        GroupLagMeters groupLagMeters(
                ClusterAdmin admin, ListenedTopics topics, MeterRegistry registry, ObservabilityProperties properties) {
            return new GroupLagMeters(
                    admin, topics::byGroup, registry, properties.groupLag().interval());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("kafka")
    @ConditionalOnMissingBean(name = {"kafkaHealthIndicator", "kafkaHealthContributor"})
    static class HealthConfiguration {

        @Bean
        ClusterProbe clusterProbe(
                ClusterAdmin admin,
                ListenedTopics listened,
                ObjectProvider<ExpectedTopics> expected,
                KafkaListenerEndpointRegistry registry,
                ObservabilityProperties properties) {
            Duration timeout = properties.health().timeout();
            ClusterCheck check = new ClusterCheck(
                    admin,
                    () -> {
                        Set<String> names = listened.names();
                        expected.forEach(topics -> names.addAll(topics.names()));
                        return names;
                    },
                    registry::getListenerContainers,
                    Math.toIntExact(timeout.toMillis()));
            return new ClusterProbe(check::run, timeout, properties.health().cache());
        }

        @Bean
        KafkaHealthIndicator kafkaHealthIndicator(ClusterProbe probe) {
            return new KafkaHealthIndicator(probe::ask);
        }
    }
}
