package com.bookstore.events.outbox;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.TableName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outbox's tables; they are there.
 *
 * @param database where they are
 * @param events stored events that are not relayed yet
 * @param parked events that Kafka refused
 * @param partitions who relays which partition
 * @param relays the instances that relay
 * @param locks what strict order locks
 */
public record OutboxTables(
        JdbcDatabase database,
        TableName events,
        TableName parked,
        TableName partitions,
        TableName relays,
        TableName locks) {

    static final int PARTITION_BITS = 6;

    /** How many partitions an outbox has; all events of a key are in one. */
    public static final int PARTITIONS = 1 << PARTITION_BITS;

    static OutboxTables of(JdbcDatabase database, @Nullable String schema, String table) {
        TableName events = TableName.of(OutboxProperties.PREFIX, schema, table);
        return new OutboxTables(
                database,
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
