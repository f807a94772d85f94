package com.bookstore.events.publishing;

import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.json.JsonAutoConfiguration;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventTracing;
import com.bookstore.events.observability.ObservabilityAutoConfiguration;
import com.bookstore.events.publishing.CircuitBreakerConfiguration.EventPublisherDecorator;
import com.bookstore.events.topic.TopicAutoConfiguration;
import com.bookstore.events.topic.TopicResolver;
import com.bookstore.events.type.EventTypeRegistry;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.serializer.StringOrBytesSerializer;
import org.springframework.util.StringUtils;

/** Provides the publisher and the producer factory beneath it. */
@AutoConfiguration(
        after = {
            KafkaAutoConfiguration.class,
            JsonAutoConfiguration.class,
            TopicAutoConfiguration.class,
            ObservabilityAutoConfiguration.class
        })
@EnableConfigurationProperties({PublishingProperties.class, SourceProperties.class, KafkaProperties.class})
@Import({EventTemplateConfiguration.class, CircuitBreakerConfiguration.class})
public final class PublishingAutoConfiguration {

    private static final String UNNAMED = "application";

    PublishingAutoConfiguration() {}

    @Bean
    EventMetadataFactory eventMetadataFactory(SourceProperties properties, Environment environment) {
        String name = environment.getProperty("spring.application.name");
        String fallback = StringUtils.hasText(name) ? name : UNNAMED;
        String source = properties.source();
        return new EventMetadataFactory(
                source != null && StringUtils.hasText(source) ? source : fallback, Clock.systemUTC());
    }

    @Bean(defaultCandidate = false)
    @ConditionalOnMissingBean(name = "eventProducerFactory")
    DefaultKafkaProducerFactory<Object, Object> eventProducerFactory(
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            PublishingProperties properties,
            EventSerializer serializer,
            EventTypeRegistry types,
            EventMetadataFactory metadata,
            ObjectProvider<DefaultKafkaProducerFactoryCustomizer> customizers) {
        Map<String, Object> config = kafka.buildProducerProperties();
        connect(config, connection.getProducer());
        config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        DefaultKafkaProducerFactory<Object, Object> factory = new DefaultKafkaProducerFactory<>(config);
        customizers.orderedStream().forEach(customizer -> customizer.customize(factory));
        factory.updateConfigs(ProducerGuarantees.complete(
                factory.getConfigurationProperties(),
                properties.maxBlock(),
                properties.deliveryTimeout(),
                properties.allowWeakerGuarantees()));
        ConnectionWarning.check(factory.getConfigurationProperties());
        factory.setKeySerializer(new StringOrBytesSerializer());
        factory.setValueSerializer(new EventValueSerializer(serializer, types, metadata));
        return factory;
    }

    private static void connect(Map<String, Object> config, KafkaConnectionDetails.Configuration connection) {
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.getBootstrapServers());
        if (StringUtils.hasLength(connection.getSecurityProtocol())) {
            config.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, connection.getSecurityProtocol());
        }
        SslBundle bundle = connection.getSslBundle();
        if (bundle != null) {
            config.put("ssl.engine.factory.class", SslBundleSslEngineFactory.class);
            config.put(SslBundle.class.getName(), bundle);
        }
    }

    @Bean
    EventRoutes eventRoutes(EventTypeRegistry types, TopicResolver topics) {
        return new EventRoutes(types, topics);
    }

    @Bean
    OrderedPublisher.Factory orderedPublishers(
            EventRoutes routes,
            EventMetadataFactory metadata,
            EventSerializer serializer,
            @Qualifier("eventProducerFactory") ProducerFactory<Object, Object> producerFactory,
            EventRecorder recorder,
            EventTracing tracing) {
        return name -> new OrderedPublisher(
                producerFactory,
                name,
                producer -> new KafkaEventPublisher(routes, metadata, serializer, producer, recorder, tracing));
    }

    @Bean
    @ConditionalOnMissingBean(EventPublisher.class)
    DirectEventPublisher eventPublisher(
            EventRoutes routes,
            EventMetadataFactory metadata,
            EventSerializer serializer,
            @Qualifier("eventProducerFactory") ProducerFactory<Object, Object> producerFactory,
            EventRecorder recorder,
            EventTracing tracing,
            ObjectProvider<EventPublisherDecorator> decorators) {
        DirectEventPublisher publisher = new KafkaEventPublisher(
                routes, metadata, serializer, new EventProducer.Shared(producerFactory), recorder, tracing);
        for (EventPublisherDecorator decorator : decorators.orderedStream().toList()) {
            publisher = decorator.decorate(publisher);
        }
        return publisher;
    }
}
