package com.bookstore.events.eventstore.aggregate;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.JdbcSchemaInitializer;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.observability.EventRecorder;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Keeps snapshots where the event store is. */
@Configuration(proxyBeanMethods = false)
class JdbcSnapshotConfiguration {

    private static final String STORE = "bookstore.events.event-store";

    @Bean
    @DependsOnDatabaseInitialization
    JdbcSnapshotStore snapshotStore(SnapshotProperties properties, Environment environment, BeanFactory beans) {
        Binder store = Binder.get(environment);
        JdbcDatabase database = JdbcDatabase.of(dataSource(text(store, "data-source"), beans));
        TableName table = TableName.of(SnapshotProperties.PREFIX, text(store, "schema"), properties.table());
        JdbcSchema schema =
                new JdbcSchema("com/bookstore/events/eventstore/aggregate", STORE, Map.of("event_snapshot", table));
        DatabaseInitializationMode mode = store.bind(STORE + ".initialize-schema", DatabaseInitializationMode.class)
                .orElse(DatabaseInitializationMode.EMBEDDED);
        new JdbcSchemaInitializer(database.dataSource(), schema, mode).initializeDatabase();
        database.verify(schema);
        return new JdbcSnapshotStore(database, table);
    }

    private static String text(Binder store, String property) {
        return store.bind(STORE + "." + property, String.class).orElse("");
    }

    private static DataSource dataSource(String name, BeanFactory beans) {
        return name.isBlank() ? beans.getBean(DataSource.class) : beans.getBean(name, DataSource.class);
    }

    @Bean
    SnapshotWriter snapshotWriter(SnapshotStore store, EventRecorder recorder) {
        return new SnapshotWriter(store, recorder);
    }

    @Bean
    StateSnapshots aggregateSnapshots(
            SnapshotStore store, SnapshotWriter writer, SnapshotProperties properties, EventRecorder recorder) {
        return new StateSnapshots(store, writer, properties.every(), recorder);
    }
}
