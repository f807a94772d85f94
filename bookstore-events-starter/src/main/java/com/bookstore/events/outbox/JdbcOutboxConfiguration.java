package com.bookstore.events.outbox;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.JdbcSchemaInitializer;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventTracing;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.publishing.EventRoutes;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.PlatformTransactionManager;

/** Makes the publisher that stores events in the service's database. */
@Configuration(proxyBeanMethods = false)
class JdbcOutboxConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    OutboxTables outboxTables(OutboxProperties properties, BeanFactory beans) {
        JdbcDatabase database = JdbcDatabase.of(bean(beans, DataSource.class, properties.dataSource(), "data-source"));
        OutboxTables tables = OutboxTables.of(database, properties.schema(), properties.table());
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
            throw OutboxSetupException.noSingle(type.getName(), property);
        }
        return single;
    }

    @Bean
    JdbcOutboxTable outboxTable(OutboxTables tables, OutboxProperties properties) {
        JdbcOutboxTable table = new JdbcOutboxTable(tables, properties.lockTimeout());
        if (properties.strictOrder()) {
            table.addLocks();
        }
        return table;
    }

    @Bean
    OutboxTransactions outboxTransactions(
            OutboxProperties properties, JdbcOutboxTable table, ObjectProvider<RelaySignal> relay, BeanFactory beans) {
        PlatformTransactionManager manager =
                bean(beans, PlatformTransactionManager.class, properties.transactionManager(), "transaction-manager");
        OutboxTransactions transactions =
                new OutboxTransactions(manager, table, () -> relay.ifAvailable(RelaySignal::stored));
        transactions.verify();
        return transactions;
    }

    @Bean
    OutboxRows outboxRows(
            EventRoutes routes, EventMetadataFactory metadata, EventSerializer serializer, EventTracing tracing) {
        return new OutboxRows(routes, metadata, serializer, tracing);
    }

    @Bean
    @ConditionalOnBooleanProperty(OutboxProperties.PREFIX + ".application-events")
    StoredApplicationEvents storedApplicationEvents(OutboxEventPublisher publisher) {
        return new StoredApplicationEvents(publisher);
    }

    private static StoringEventPublisher publisher(
            OutboxRows rows,
            JdbcOutboxTable table,
            OutboxTransactions transactions,
            EventRecorder recorder,
            OutboxProperties properties) {
        return new StoringEventPublisher(
                rows, table, transactions, recorder, properties.withoutTransaction(), properties.strictOrder());
    }

    /** Whoever asks for an EventPublisher gets this one. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "bookstore.events.publishing.mode", havingValue = "outbox")
    @ConditionalOnMissingBean(OutboxEventPublisher.class)
    static class First {

        @Bean
        @Primary
        OutboxEventPublisher outboxEventPublisher(
                OutboxRows rows,
                JdbcOutboxTable table,
                OutboxTransactions transactions,
                EventRecorder recorder,
                OutboxProperties properties) {
            return publisher(rows, table, transactions, recorder, properties);
        }
    }

    /** Only who asks for an OutboxEventPublisher gets this one. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "bookstore.events.publishing.mode", havingValue = "kafka", matchIfMissing = true)
    @ConditionalOnMissingBean(OutboxEventPublisher.class)
    static class Further {

        @Bean
        @Fallback
        OutboxEventPublisher outboxEventPublisher(
                OutboxRows rows,
                JdbcOutboxTable table,
                OutboxTransactions transactions,
                EventRecorder recorder,
                OutboxProperties properties) {
            return publisher(rows, table, transactions, recorder, properties);
        }
    }
}
