package com.bookstore.events.eventstore.projection;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.TableName;
import java.util.Map;

/**
 * The tables of projections, and where they are.
 *
 * @param database the database
 * @param projections how far each projection has come, and whose it is
 * @param events the events of the store
 */
record ProjectionTables(JdbcDatabase database, TableName projections, TableName events) {

    JdbcSchema schema() {
        return new JdbcSchema(
                "com/bookstore/events/eventstore/projection",
                ProjectionProperties.PREFIX,
                Map.of("event_projection", projections));
    }
}
