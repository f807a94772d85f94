package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.idempotency.IdempotencyLease;
import com.bookstore.events.idempotency.IdempotencyStore;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventTracing;
import com.bookstore.events.publishing.DirectEventPublisher;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.PublishingAutoConfiguration;
import com.bookstore.events.type.EventTypeRegistry;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.retry.support.RetryTemplate;

/** Provides the publisher that publishes once per idempotency key, where there is a store for the keys. */
@AutoConfiguration(
        after = PublishingAutoConfiguration.class,
        afterName = "com.bookstore.events.idempotency.IdempotencyAutoConfiguration")
@ConditionalOnBean({IdempotencyStore.class, IdempotencyLease.class, EventPublisher.class})
@ConditionalOnMissingBean(IdempotentEventPublisher.class)
@EnableConfigurationProperties(IdempotentPublishingProperties.class)
public final class IdempotentPublishingAutoConfiguration {

    IdempotentPublishingAutoConfiguration() {}

    @Bean
    IdempotentEventPublisher idempotentEventPublisher(
            IdempotentPublishingProperties properties,
            Publications publications,
            PublicationRetries retries,
            IdempotencyStore store,
            IdempotencyLease configuredLease,
            ObjectProvider<DirectEventPublisher> direct,
            ObjectProvider<EventPublisher> replaced,
            EventRecorder recorder,
            @Qualifier("eventProducerFactory") ProducerFactory<Object, Object> producer) {
        Lease lease = lease(configuredLease.duration(), producer);
        EventPublisher sending = direct.getIfAvailable();
        EventPublisher events = sending == null ? replaced.getObject() : sending;
        return new ClaimingEventPublisher(
                publications,
                () -> new PublicationPipeline(store, events, recorder, lease, properties),
                retries,
                recorder,
                properties.effectiveDeadline(),
                properties.stopTimeout());
    }

    @Bean
    Publications idempotentPublications(
            EventTypeRegistry types, EventSerializer serializer, EventMetadataFactory metadata, EventTracing tracing) {
        return new Publications(types, serializer, metadata, tracing);
    }

    /** A factory that does not tell its settings, like a mock, cannot be checked. */
    private static Lease lease(Duration duration, ProducerFactory<Object, Object> producer) {
        Map<String, Object> settings = settings(producer);
        return settings.isEmpty() ? new Lease(duration, Duration.ZERO, Duration.ZERO) : Lease.of(duration, settings);
    }

    private static Map<String, Object> settings(ProducerFactory<Object, Object> producer) {
        try {
            return producer.getConfigurationProperties();
        } catch (UnsupportedOperationException untold) {
            return Map.of();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RetryTemplate.class)
    static class SpringRetry {

        @Bean
        PublicationRetries publicationRetries(IdempotentPublishingProperties properties) {
            return properties.retry().attempts() == 1 ? PublicationRetries.NONE : new SpringRetries(properties.retry());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.retry.support.RetryTemplate")
    static class NoSpringRetry {

        @Bean
        PublicationRetries publicationRetries(IdempotentPublishingProperties properties) {
            int attempts = properties.retry().attempts();
            if (attempts > 1) {
                throw new MissingSpringRetryException(attempts);
            }
            return PublicationRetries.NONE;
        }
    }
}
