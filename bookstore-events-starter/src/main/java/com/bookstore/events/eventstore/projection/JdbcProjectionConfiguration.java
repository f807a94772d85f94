package com.bookstore.events.eventstore.projection;

import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.EventStoreTables;
import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.JdbcSchemaInitializer;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.lease.JdbcNamedLeases;
import com.bookstore.events.observability.EventRecorder;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.transaction.KafkaAwareTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes what stores the positions of projections in the event store's database. */
@Configuration(proxyBeanMethods = false)
class JdbcProjectionConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    ProjectionTables projectionTables(ProjectionProperties properties, EventStoreTables store) {
        JdbcDatabase database = store.database();
        TableName table =
                TableName.of(ProjectionProperties.PREFIX, store.events().schema(), properties.table());
        ProjectionTables tables = new ProjectionTables(database, table, store.events());
        JdbcSchema schema = tables.schema();
        new JdbcSchemaInitializer(database.dataSource(), schema, properties.initializeSchema()).initializeDatabase();
        database.verify(schema);
        return tables;
    }

    @Bean
    JdbcProjectionTable projectionTable(ProjectionTables tables) {
        return new JdbcProjectionTable(tables);
    }

    @Bean
    RegisteredProjections registeredProjections(ObjectProvider<Projection> projections, JdbcProjectionTable table) {
        RegisteredProjections all =
                RegisteredProjections.of(projections.orderedStream().toList());
        all.byName().forEach((name, projection) -> table.register(name, projection.start()));
        return all;
    }

    @Bean
    ProjectionParts projectionParts(
            EventStore store,
            ProjectionTables tables,
            JdbcProjectionTable table,
            EventRecorder recorder,
            ProjectionProperties properties,
            BeanFactory beans) {
        PlatformTransactionManager manager = manager(beans, properties.transactionManager());
        TransactionTemplate transactions = new TransactionTemplate(manager);
        transactions.setName("bookstore-events-projection");
        verify(transactions, manager, table);
        JdbcNamedLeases leases = new JdbcNamedLeases(tables.database(), tables.projections(), properties.lease());
        return new ProjectionParts(store, table, leases, transactions, recorder, properties);
    }

    private static PlatformTransactionManager manager(BeanFactory beans, @Nullable String name) {
        if (name != null && !name.isBlank()) {
            try {
                return beans.getBean(name, PlatformTransactionManager.class);
            } catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException none) {
                throw ProjectionSetupException.noTransactionManager(name);
            }
        }
        PlatformTransactionManager single =
                beans.getBeanProvider(PlatformTransactionManager.class).getIfUnique();
        if (single == null) {
            throw ProjectionSetupException.noSingleTransactionManager();
        }
        return single;
    }

    /** A manager of many resources does not bind those it has not used. */
    private static void verify(
            TransactionTemplate transactions, PlatformTransactionManager manager, JdbcProjectionTable table) {
        // One of Kafka's would ask the broker for a transaction, to no end.
        boolean foreign = manager instanceof KafkaAwareTransactionManager<?, ?>
                || Boolean.FALSE.equals(transactions.execute(status ->
                        table.takesPartInTheTransaction() || !(manager instanceof ResourceTransactionManager)));
        if (foreign) {
            throw ProjectionSetupException.foreignTransactionManager(manager.getClass());
        }
    }
}
