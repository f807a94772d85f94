package com.bookstore.events.test.published;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** Makes producers that record in the place of those of another factory, with its serialisers. */
final class RecordingProducerFactory<K, V> extends DefaultKafkaProducerFactory<K, V> {

    private static final int KAFKAS_MAX_REQUEST_SIZE = 1024 * 1024;

    private final RecordedLog log;

    private RecordingProducerFactory(
            DefaultKafkaProducerFactory<K, V> original, Map<String, Object> config, RecordedLog log) {
        super(config, original.getKeySerializerSupplier(), original.getValueSerializerSupplier(), false);
        this.log = log;
        String prefix = original.getTransactionIdPrefix();
        if (prefix != null) {
            setTransactionIdPrefix(prefix);
        }
    }

    RecordingProducerFactory(DefaultKafkaProducerFactory<K, V> original, RecordedLog log) {
        this(original, original.getConfigurationProperties(), log);
    }

    @Override
    public ProducerFactory<K, V> copyWithConfigurationOverride(@Nullable Map<String, Object> overrides) {
        Map<String, Object> config = new HashMap<>(getConfigurationProperties());
        if (overrides != null) {
            config.putAll(overrides);
        }
        RecordingProducerFactory<K, V> copy = new RecordingProducerFactory<>(this, config, log);
        getPostProcessors().forEach(copy::addPostProcessor);
        getListeners().forEach(copy::addListener);
        return copy;
    }

    @Override
    protected Producer<K, V> createRawProducer(Map<String, Object> config) {
        Object limit = config.getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KAFKAS_MAX_REQUEST_SIZE);
        return new RecordingProducer<>(
                serializer(getKeySerializerSupplier(), config, true),
                serializer(getValueSerializerSupplier(), config, false),
                Integer.parseInt(limit.toString()),
                log);
    }

    /** The factory's own, or as Kafka does the one that is configured by its class. */
    @SuppressWarnings("unchecked")
    private static <T> Serializer<T> serializer(
            @Nullable Supplier<@Nullable Serializer<T>> supplier, Map<String, Object> config, boolean key) {
        Serializer<T> own = supplier == null ? null : supplier.get();
        if (own != null) {
            return own;
        }
        Object type = config.get(
                key ? ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG : ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
        try {
            Serializer<T> configured = (Serializer<T>)
                    (type instanceof Class<?> loaded
                            ? Utils.newInstance(loaded)
                            : Utils.newInstance(String.valueOf(type), Serializer.class));
            configured.configure(config, key);
            return configured;
        } catch (ClassNotFoundException missing) {
            throw new IllegalArgumentException("No such serializer: " + type, missing);
        }
    }
}
