package com.bookstore.events.deadletter.store;

import com.bookstore.events.deadletter.DeadLetterTopics;
import com.bookstore.events.jdbc.JdbcCleanup;
import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.JdbcSchemaInitializer;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.type.EventTypeRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/** Makes the store in the service's database, and what fills, shows, counts and empties it. */
@Configuration(proxyBeanMethods = false)
class JdbcDeadLetterStoreConfiguration {

    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    @Bean
    @DependsOnDatabaseInitialization
    DeadLetterTables deadLetterTables(DeadLetterStoreProperties properties, BeanFactory beans) {
        DeadLetterTables checked = DeadLetterTables.of(
                JdbcDatabase.of(dataSource(properties, beans)), properties.schema(), properties.table());
        JdbcDatabase database = checked.database();
        JdbcSchema schema = checked.schema();
        new JdbcSchemaInitializer(database.dataSource(), schema, properties.initializeSchema()).initializeDatabase();
        database.verify(schema);
        return checked;
    }

    private static DataSource dataSource(DeadLetterStoreProperties properties, BeanFactory beans) {
        String name = properties.dataSource();
        if (name != null && !name.isBlank()) {
            try {
                return beans.getBean(name, DataSource.class);
            } catch (NoSuchBeanDefinitionException unknown) {
                throw DeadLetterSetupException.unknownDataSource(name);
            }
        }
        DataSource single = beans.getBeanProvider(DataSource.class).getIfUnique();
        if (single == null) {
            throw DeadLetterSetupException.noSingleDataSource();
        }
        return single;
    }

    @Bean
    @ConditionalOnMissingBean(DeadLetters.class)
    JdbcDeadLetters deadLetters(DeadLetterTables tables, EventRecorder recorder) {
        return new JdbcDeadLetters(tables, recorder, Clock.systemUTC());
    }

    @Bean
    IntakeContainer deadLetterIntake(
            DeadLetterStoreProperties properties,
            DeadLetterTables tables,
            DeadLetterTopics topics,
            EventTypeRegistry types,
            ObjectProvider<DeadLetterListener> listeners,
            KafkaProperties kafka,
            @Qualifier("eventConsumerFactory") ConsumerFactory<Object, Object> events) {
        DeadLetterIntake intake = new DeadLetterIntake(
                new DeadLetterReader(types),
                new JdbcIntake(tables, Clock.systemUTC()),
                listeners.orderedStream().toList(),
                Clock.systemUTC());
        ConcurrentKafkaListenerContainerFactory<byte[], byte[]> containers =
                new ConcurrentKafkaListenerContainerFactory<>();
        containers.setConsumerFactory(raw(events));
        containers.setBatchListener(true);
        containers.setAutoStartup(kafka.getListener().isAutoStartup());
        containers.getContainerProperties().setAckMode(AckMode.BATCH);
        containers.setCommonErrorHandler(readAgain());
        return new IntakeContainer(properties.group(), topics(properties, topics), intake, containers);
    }

    private static List<String> topics(DeadLetterStoreProperties properties, DeadLetterTopics topics) {
        properties.topics().stream()
                .filter(topic -> !TOPIC.matcher(topic).matches())
                .findFirst()
                .ifPresent(topic -> {
                    throw DeadLetterSetupException.invalidTopic(topic);
                });
        Set<String> all = new TreeSet<>(topics.names());
        all.addAll(properties.topics());
        return new ArrayList<>(all);
    }

    /** Reads whatever there is: bytes are always read. */
    private static ConsumerFactory<byte[], byte[]> raw(ConsumerFactory<Object, Object> events) {
        Map<String, Object> config = new HashMap<>(events.getConfigurationProperties());
        config.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
        config.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        DefaultKafkaConsumerFactory<byte[], byte[]> factory =
                new DefaultKafkaConsumerFactory<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        events.getListeners().forEach(listener -> factory.addListener(typed(listener)));
        return factory;
    }

    @SuppressWarnings("unchecked") // it is told of consumers, and never reads with them
    private static ConsumerFactory.Listener<byte[], byte[]> typed(ConsumerFactory.Listener<?, ?> listener) {
        return (ConsumerFactory.Listener<byte[], byte[]>) listener;
    }

    /** For ever, whatever the failure: a dead letter that is passed over would be lost. */
    private static DefaultErrorHandler readAgain() {
        ExponentialBackOff pauses = new ExponentialBackOff(FIRST_PAUSE_MILLIS, 2);
        pauses.setMaxInterval(LONGEST_PAUSE_MILLIS);
        DefaultErrorHandler handler = new DefaultErrorHandler(pauses);
        handler.setClassifications(Map.of(), true);
        handler.setLogLevel(KafkaException.Level.DEBUG);
        return handler;
    }

    @Bean
    StatusWatch deadLetterWatch(DeadLetterTables tables, EventRecorder recorder) {
        JdbcDeadLetters letters = new JdbcDeadLetters(tables, recorder, Clock.systemUTC());
        return new StatusWatch(letters::allStatuses, recorder, LOOK_INTERVAL);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = DeadLetterStoreProperties.PREFIX + ".cleanup.enabled", matchIfMissing = true)
    JdbcCleanup deadLetterCleanup(DeadLetterTables tables, DeadLetterStoreProperties properties) {
        JdbcRetention retention = new JdbcRetention(tables, properties.retention());
        return new JdbcCleanup(
                "dead-letters",
                properties.cleanup().interval(),
                properties.cleanup().chunk(),
                retention::deleteSome);
    }
}
