package com.bookstore.events.eventstore;

import com.bookstore.events.eventstore.EventStore.AppendSignal;
import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.JdbcSchemaInitializer;
import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.outbox.OutboxEventPublisher;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.type.EventTypeRegistry;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.function.SingletonSupplier;

/** Makes the store in the service's database. */
@Configuration(proxyBeanMethods = false)
class JdbcEventStoreConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    EventStoreTables eventStoreTables(EventStoreProperties properties, BeanFactory beans) {
        JdbcDatabase database = JdbcDatabase.of(bean(beans, DataSource.class, properties.dataSource(), "data-source"));
        EventStoreTables tables = EventStoreTables.of(database, properties.schema(), properties.table());
        JdbcSchema schema = tables.schema();
        new JdbcSchemaInitializer(database.dataSource(), schema, properties.initializeSchema()).initializeDatabase();
        database.verify(schema);
        return tables;
    }

    private static <T> T bean(BeanFactory beans, Class<T> type, @Nullable String name, String property) {
        if (name != null && !name.isBlank()) {
            return beans.getBean(name, type);
        }
        T single = beans.getBeanProvider(type).getIfUnique();
        if (single == null) {
            throw EventStoreSetupException.noSingle(type.getName(), property);
        }
        return single;
    }

    @Bean
    StoredEvents storedEvents(
            EventTypeRegistry types,
            EventMetadataFactory metadata,
            EventSerializer serializer,
            EventDeserializer deserializer) {
        return new StoredEvents(types, metadata, serializer, deserializer);
    }

    @Bean
    @ConditionalOnMissingBean(EventStore.class)
    JdbcEventStore eventStore(
            EventStoreProperties properties,
            EventStoreTables tables,
            StoredEvents events,
            EventRecorder recorder,
            ObjectProvider<AppendSignal> signals,
            BeanFactory beans) {
        PlatformTransactionManager manager =
                bean(beans, PlatformTransactionManager.class, properties.transactionManager(), "transaction-manager");
        SingletonSupplier<List<AppendSignal>> all =
                SingletonSupplier.of(() -> signals.orderedStream().toList());
        JdbcAppendTransactions transactions = new JdbcAppendTransactions(
                manager, tables.database().dataSource(), () -> all.obtain().forEach(AppendSignal::appended));
        transactions.verify();
        return store(transactions, tables, events, publisher(properties, beans), recorder, properties.stallWarning());
    }

    private static @Nullable OutboxEventPublisher publisher(EventStoreProperties properties, BeanFactory beans) {
        if (!properties.publish()) {
            return null;
        }
        OutboxEventPublisher publisher =
                beans.getBeanProvider(OutboxEventPublisher.class).getIfUnique();
        if (publisher == null) {
            throw EventStoreSetupException.withoutOutbox();
        }
        return publisher;
    }

    static JdbcEventStore store(
            JdbcAppendTransactions transactions,
            EventStoreTables tables,
            StoredEvents events,
            @Nullable OutboxEventPublisher publisher,
            EventRecorder recorder,
            Duration stallWarning) {
        JdbcTemplate jdbc = new JdbcTemplate(tables.database().dataSource());
        JdbcCommitted committed = new JdbcCommitted(tables.database().dataSource());
        JdbcFrontier frontier = new JdbcFrontier(
                committed,
                new JdbcFrontier.Appending(committed, tables),
                tables.events(),
                recorder,
                stallWarning,
                System::nanoTime);
        JdbcAppender appender = tables.database().dialect() == JdbcDialect.POSTGRESQL
                ? new JdbcArrayAppender(jdbc, tables.events())
                : new JdbcValuesAppender(jdbc, tables);
        JdbcStoreReader reader = new JdbcStoreReader(jdbc, committed, frontier, tables, events);
        return new JdbcEventStore(transactions, appender, reader, events, publisher, recorder);
    }
}
