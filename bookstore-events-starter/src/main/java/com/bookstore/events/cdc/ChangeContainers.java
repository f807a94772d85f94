package com.bookstore.events.cdc;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/** Makes the factories of the containers that read what connectors write. */
final class ChangeContainers {

    private ChangeContainers() {}

    /**
     * Makes a factory.
     *
     * @param offsetReset where a group begins that has committed nothing
     * @param autoStartup whether containers are started with the application
     * @param rightsRetry when to try again what the broker does not allow; {@code null} to end instead
     */
    static ConcurrentKafkaListenerContainerFactory<Object, byte[]> of(
            ConsumerFactory<Object, Object> events,
            CdcProperties properties,
            String offsetReset,
            boolean autoStartup,
            @Nullable Duration rightsRetry) {
        ConcurrentKafkaListenerContainerFactory<Object, byte[]> containers =
                new ConcurrentKafkaListenerContainerFactory<>();
        containers.setConsumerFactory(raw(events, properties, offsetReset));
        containers.setBatchListener(true);
        containers.setAutoStartup(autoStartup);
        containers.getContainerProperties().setAckMode(AckMode.BATCH);
        if (rightsRetry != null) {
            containers.getContainerProperties().setAuthExceptionRetryInterval(rightsRetry);
        }
        containers.setCommonErrorHandler(readAgain(properties.retry()));
        return containers;
    }

    /** Reads whatever there is: bytes are always read. */
    private static ConsumerFactory<Object, byte[]> raw(
            ConsumerFactory<Object, Object> events, CdcProperties properties, String offsetReset) {
        Map<String, Object> config = new HashMap<>(events.getConfigurationProperties());
        config.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
        config.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, offsetReset);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.batchSize());
        DefaultKafkaConsumerFactory<Object, byte[]> factory =
                new DefaultKafkaConsumerFactory<>(config, keys(events), new ByteArrayDeserializer());
        events.getListeners().forEach(listener -> factory.addListener(typed(listener)));
        return factory;
    }

    @SuppressWarnings("unchecked") // a deserialiser of bytes is one of objects
    private static Deserializer<Object> keys(ConsumerFactory<Object, Object> events) {
        Deserializer<Object> keys = events.getKeyDeserializer();
        return keys == null ? (Deserializer<Object>) (Deserializer<?>) new ByteArrayDeserializer() : keys;
    }

    @SuppressWarnings("unchecked") // it is told of consumers, and never reads with them
    private static ConsumerFactory.Listener<Object, byte[]> typed(ConsumerFactory.Listener<?, ?> listener) {
        return (ConsumerFactory.Listener<Object, byte[]>) listener;
    }

    /** For ever: the listener itself makes dead letters, and tells what is worth another attempt. */
    private static DefaultErrorHandler readAgain(CdcProperties.Retry retry) {
        ExponentialBackOff pauses = new ExponentialBackOff(retry.delay().toMillis(), 2);
        pauses.setMaxInterval(retry.maxDelay().toMillis());
        DefaultErrorHandler handler = new DefaultErrorHandler(pauses);
        handler.setClassifications(Map.of(), true);
        handler.setLogLevel(KafkaException.Level.DEBUG);
        return handler;
    }
}
