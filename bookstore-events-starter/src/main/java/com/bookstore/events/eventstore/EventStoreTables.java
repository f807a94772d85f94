package com.bookstore.events.eventstore;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.TableName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables of an event store, and where they are.
 *
 * @param database the database
 * @param events what was appended
 * @param locks the rows by which appending transactions are known, where the database does not tell
 */
public record EventStoreTables(JdbcDatabase database, TableName events, TableName locks) {

    static EventStoreTables of(JdbcDatabase database, @Nullable String schema, String table) {
        TableName events = TableName.of(EventStoreProperties.PREFIX, schema, table);
        return new EventStoreTables(database, events, new TableName(events.schema(), events.with("_lock")));
    }

    JdbcSchema schema() {
        Map<String, TableName> tables = database.dialect() == JdbcDialect.POSTGRESQL
                ? Map.of("event_store", events)
                : Map.of("event_store", events, "event_store_lock", locks);
        return new JdbcSchema("com/bookstore/events/eventstore", EventStoreProperties.PREFIX, tables);
    }
}
