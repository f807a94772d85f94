package com.bookstore.events.deadletter;

import com.bookstore.events.deadletter.breaker.ListenerBreakers;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.json.MalformedEventException;
import com.bookstore.events.json.UnknownEventException;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.publishing.PublishingAutoConfiguration;
import com.bookstore.events.topic.EventTopics;
import com.bookstore.events.topic.TopicResolver;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.BackOff;

/** Provides the error handler that retries a record and then stores it as a dead letter. */
@AutoConfiguration(after = PublishingAutoConfiguration.class)
@EnableConfigurationProperties({DeadLetterProperties.class, KafkaProperties.class})
public final class DeadLetterAutoConfiguration {

    private static final int MAX_REQUEST_BYTES = 64 * 1024 * 1024;
    private static final int DEFAULT_MAX_POLL_INTERVAL_MILLIS = 300_000;

    DeadLetterAutoConfiguration() {}

    @Bean
    DeadLetterTopics deadLetterTopics(DeadLetterProperties properties, TopicResolver resolver) {
        return new DeadLetterTopics(properties.destination(), resolver);
    }

    @Bean
    @ConditionalOnMissingBean(name = "deadLetterEventTopics")
    EventTopics deadLetterEventTopics(DeadLetterTopics topics) {
        return topics.toCreate();
    }

    @Bean(defaultCandidate = false)
    @ConditionalOnMissingBean(name = "deadLetterProducerFactory")
    ProducerFactory<Object, Object> deadLetterProducerFactory(
            @Qualifier("eventProducerFactory") ProducerFactory<Object, Object> events,
            DeadLetterProperties properties) {
        int timeout = Math.toIntExact(properties.sendTimeout().toMillis());
        Map<String, Object> overrides = new HashMap<>();
        overrides.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        overrides.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MAX_REQUEST_BYTES);
        overrides.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        overrides.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.max(1, timeout / 2));
        overrides.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, timeout / 2));
        overrides.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.max(1, timeout / 2));
        try {
            return events.copyWithConfigurationOverride(overrides);
        } catch (UnsupportedOperationException notCopyable) {
            return events; // a factory of the application's own decides for both
        }
    }

    @Bean(defaultCandidate = false)
    DeadLetterRecoverer deadLetterRecoverer(
            DeadLetterProperties properties,
            DeadLetterTopics topics,
            EventSerializer serializer,
            EventRecorder recorder,
            @Qualifier("deadLetterProducerFactory") ProducerFactory<Object, Object> producers) {
        return new DeadLetterRecoverer(
                producers,
                serializer,
                topics,
                new DeadLetterHeaders(properties.fullStackTrace()),
                recorder,
                properties.sendTimeout());
    }

    @Bean(defaultCandidate = false)
    @ConditionalOnMissingBean(name = "eventErrorHandler")
    CommonErrorHandler eventErrorHandler(
            DeadLetterProperties properties,
            KafkaProperties kafka,
            @Qualifier("deadLetterRecoverer") DeadLetterRecoverer recoverer,
            ObjectProvider<ListenerBreakers> breakers) {
        RetryPauses.check(properties, maxPollInterval(kafka));
        BackOff retries = RetryPauses.backOff(properties.retry());
        ListenerBreakers present = breakers.getIfAvailable();
        DefaultErrorHandler handler = present == null
                ? new DefaultErrorHandler(recoverer, retries)
                : present.errorHandler(recoverer, retries);
        handler.addNotRetryableExceptions(MalformedEventException.class, UnknownEventException.class);
        properties.nonRetryableExceptions().forEach(handler::addNotRetryableExceptions);
        handler.setRetryListeners(new RetryLog());
        handler.setLogLevel(KafkaException.Level.DEBUG);
        handler.setCommitRecovered(true);
        handler.setResetStateOnRecoveryFailure(false);
        return handler;
    }

    private static Duration maxPollInterval(KafkaProperties kafka) {
        Object millis = kafka.buildConsumerProperties().get(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
        return Duration.ofMillis(millis == null ? DEFAULT_MAX_POLL_INTERVAL_MILLIS : Long.parseLong(millis.toString()));
    }
}
