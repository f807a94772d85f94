package com.bookstore.benchmarks.eventstore;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.kafka.Books;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import com.bookstore.events.eventstore.EventStore;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A service on the starter with an event store, which is configured by being switched on.
 *
 * @param service the service
 * @param table where its events are
 */
record StoreService(BenchmarkService service, EventTable table) implements AutoCloseable {

    private static final String PREFIX = "bookstore.events.event-store.";

    /** Starts the service with so many connections. */
    static StoreService start(String bootstrapServers, PostgresDatabase database, String table, int connections) {
        Map<String, String> properties = new HashMap<>(database.properties());
        properties.put(PREFIX + "enabled", "true");
        properties.put(PREFIX + "initialize-schema", "always");
        properties.put(PREFIX + "table", table);
        properties.put("spring.datasource.hikari.maximum-pool-size", Integer.toString(connections));
        return new StoreService(BenchmarkService.start(bootstrapServers, properties), new EventTable(database, table));
    }

    EventStore store() {
        return service.bean(EventStore.class);
    }

    DataSource dataSource() {
        return service.bean(DataSource.class);
    }

    Books books() {
        return service.books();
    }

    Map<String, String> settings() {
        Map<String, String> settings = table.database().settings();
        settings.put("event", service.books().averageBytes() + " bytes on the wire, without the metadata in the table");
        settings.put("event store settings", "defaults");
        return settings;
    }

    @Override
    public void close() {
        service.close();
    }
}
