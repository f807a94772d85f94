package com.bookstore.events.cdc;

import com.bookstore.events.cdc.CdcHealthIndicator.Reading;
import com.bookstore.events.cdc.change.ChangeReader;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.type.EventTypeRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Reads changes of tables and publishes what they mean, if there are translators. */
@AutoConfiguration(
        afterName = {
            "com.bookstore.events.listening.ListeningAutoConfiguration",
            "com.bookstore.events.deadletter.DeadLetterAutoConfiguration",
            "com.bookstore.events.publishing.idempotent.IdempotentPublishingAutoConfiguration",
            "com.bookstore.events.outbox.OutboxAutoConfiguration"
        })
@ConditionalOnBean(ChangeTranslator.class)
@ConditionalOnBooleanProperty(name = CdcProperties.PREFIX + ".enabled", matchIfMissing = true)
@EnableConfigurationProperties({CdcProperties.class, KafkaProperties.class})
@Import(ChangePublisherConfiguration.class)
public final class CdcAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(CdcAutoConfiguration.class);

    CdcAutoConfiguration() {}

    @Bean
    ChangeStatus changeStatus(EventRecorder recorder) {
        return new ChangeStatus(recorder, Clock.systemUTC());
    }

    @Bean
    ChangeTables changeTables(
            CdcProperties properties,
            ObjectProvider<ChangeTranslator<?>> translators,
            EventTypeRegistry types,
            EventMetadataFactory metadata) {
        ChangeReader.Settings settings = new ChangeReader.Settings(
                properties.flattened(),
                properties.localZone(),
                Math.toIntExact(properties.maxRecordSize().toBytes()),
                properties.originColumn());
        return ChangeTables.of(
                translators.orderedStream().toList(),
                properties,
                translator -> new ChangeTable<>(translator, settings, properties, types, metadata));
    }

    @Bean
    ChangeContainer changeContainer(
            CdcProperties properties,
            ChangeTables tables,
            ChangePublisher publisher,
            ChangeStatus status,
            EventRecorder recorder,
            KafkaProperties kafka,
            @Qualifier("deadLetterRecoverer") ConsumerRecordRecoverer deadLetters,
            @Qualifier("eventConsumerFactory") ConsumerFactory<Object, Object> events) {
        ChangeListener listener = new ChangeListener(
                tables,
                publisher,
                deadLetters,
                new ChangeAttempts(properties.retry().maxRetries()),
                status,
                recorder,
                properties.groupId());
        return new ChangeContainer(
                properties,
                tables.topics(),
                listener,
                status,
                containers(events, properties, "earliest", kafka.getListener()));
    }

    @Bean
    Heartbeats changeHeartbeats(
            CdcProperties properties,
            ChangeStatus status,
            KafkaProperties kafka,
            @Qualifier("eventConsumerFactory") ConsumerFactory<Object, Object> events) {
        return new Heartbeats(
                properties.heartbeatTopics(),
                properties.groupId(),
                status::alive,
                containers(events, properties, "latest", kafka.getListener()));
    }

    private static ConcurrentKafkaListenerContainerFactory<Object, byte[]> containers(
            ConsumerFactory<Object, Object> events,
            CdcProperties properties,
            String offsetReset,
            KafkaProperties.Listener listener) {
        return ChangeContainers.of(
                events, properties, offsetReset, listener.isAutoStartup(), listener.getAuthExceptionRetryInterval());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("cdc")
    @ConditionalOnMissingBean(name = {"cdcHealthIndicator", "cdcHealthContributor"})
    static class HealthConfiguration {

        private static final Set<String> HTTP = Set.of("http", "https");

        @Bean
        ConnectClient cdcConnectClient(CdcProperties properties) {
            CdcProperties.Connect connect = properties.connect();
            if ((connect.url() == null) != connect.connectors().isEmpty()) {
                throw CdcSetupException.connectorsWithoutUrl();
            }
            URI url = connect.url();
            if (url != null && (url.getHost() == null || !HTTP.contains(String.valueOf(url.getScheme())))) {
                throw CdcSetupException.invalidUrl(url);
            }
            return new ConnectClient(connect);
        }

        @Bean
        CdcHealthIndicator cdcHealthIndicator(
                ChangeStatus status,
                CdcProperties properties,
                ConnectClient connect,
                ObjectProvider<KafkaListenerEndpointRegistry> listeners) {
            warnOfSilence(properties);
            return new CdcHealthIndicator(
                    status,
                    properties.health().lag(),
                    properties.longestSilence(),
                    () -> listeners.stream()
                            .map(registry -> registry.getListenerContainer(ChangeContainer.ID))
                            .filter(Objects::nonNull)
                            .findFirst()
                            .map(HealthConfiguration::reading)
                            .orElse(Reading.STOPPED),
                    connect::states,
                    Clock.systemUTC());
        }

        private static void warnOfSilence(CdcProperties properties) {
            if (properties.connect().url() == null && properties.longestSilence() == null) {
                log.warn(
                        "A connector that has failed or lost its place in the database's log will be noticed by nobody;"
                                + " set {}.connect.url and .connectors, or .heartbeat-topics",
                        CdcProperties.PREFIX);
            }
        }

        private static Reading reading(MessageListenerContainer container) {
            if (!container.isInExpectedState()) {
                return Reading.DIED;
            }
            return container.isRunning() ? Reading.RUNNING : Reading.STOPPED;
        }
    }
}
