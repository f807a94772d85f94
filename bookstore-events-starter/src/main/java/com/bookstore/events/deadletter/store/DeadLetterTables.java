package com.bookstore.events.deadletter.store;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.TableName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store's tables; they are there.
 *
 * @param database where they are
 * @param letters the dead letters
 * @param leases who replays at the moment
 */
public record DeadLetterTables(JdbcDatabase database, TableName letters, TableName leases) {

    /** The id of the listener that fills the store. */
    public static final String LISTENER = "bookstore-events-dead-letter-store";

    static DeadLetterTables of(JdbcDatabase database, @Nullable String schema, String table) {
        TableName letters = TableName.of(DeadLetterStoreProperties.PREFIX, schema, table);
        return new DeadLetterTables(database, letters, new TableName(letters.schema(), letters.with("_lease")));
    }

    JdbcSchema schema() {
        return new JdbcSchema(
                "com/bookstore/events/deadletter",
                DeadLetterStoreProperties.PREFIX,
                Map.of("dead_letter", letters, "dead_letter_lease", leases));
    }
}
