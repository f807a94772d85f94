package com.bookstore.events.outbox;

import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.TableName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of the outbox's tables. */
record OutboxTables(TableName events, TableName parked, TableName partitions, TableName relays, TableName locks) {

    static OutboxTables of(@Nullable String schema, String table) {
        TableName events = TableName.of(OutboxProperties.PREFIX, schema, table);
        return new OutboxTables(
                events,
                besides(events, "_parked"),
                besides(events, "_partition"),
                besides(events, "_relay"),
                besides(events, "_lock"));
    }

    private static TableName besides(TableName events, String suffix) {
        return new TableName(events.schema(), events.with(suffix));
    }

    JdbcSchema schema() {
        return new JdbcSchema(
                "com/bookstore/events/outbox",
                OutboxProperties.PREFIX,
                Map.of(
                        "outbox", events,
                        "outbox_parked", parked,
                        "outbox_partition", partitions,
                        "outbox_relay", relays,
                        "outbox_lock", locks));
    }
}
