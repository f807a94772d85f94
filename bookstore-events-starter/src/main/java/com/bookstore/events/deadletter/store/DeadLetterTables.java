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
 * @param letters the dead letters, which do not change but when their replay dies
 * @param states what became of them, by their ids; small rows, as a replay changes each
 * @param leases who replays at the moment
 */
public record DeadLetterTables(JdbcDatabase database, TableName letters, TableName states, TableName leases) {

    /** The id of the listener that fills the store. */
    public static final String LISTENER = "bookstore-events-dead-letter-store";

    static DeadLetterTables of(JdbcDatabase database, @Nullable String schema, String table) {
        TableName letters = TableName.of(DeadLetterStoreProperties.PREFIX, schema, table);
        return new DeadLetterTables(database, letters, besides(letters, "_state"), besides(letters, "_lease"));
    }

    private static TableName besides(TableName letters, String suffix) {
        return new TableName(letters.schema(), letters.with(suffix));
    }

    /**
     * Returns the dead letters with what became of them.
     *
     * @return SQL that goes behind {@code FROM}
     */
    public String joined() {
        return "%s JOIN %s ON letter_id = id".formatted(letters, states);
    }

    JdbcSchema schema() {
        return new JdbcSchema(
                "com/bookstore/events/deadletter",
                DeadLetterStoreProperties.PREFIX,
                Map.of("dead_letter", letters, "dead_letter_state", states, "dead_letter_lease", leases));
    }
}
