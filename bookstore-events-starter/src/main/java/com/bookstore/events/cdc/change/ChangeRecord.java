package com.bookstore.events.cdc.change;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a record of a connector is.
 *
 * @param <R> the row type
 */
public sealed interface ChangeRecord<R> {

    /**
     * A change of a row, or of all rows.
     *
     * @param change the change
     * @param <R> the row type
     */
    record Row<R>(RowChange<R> change) implements ChangeRecord<R> {}

    /**
     * Something else that connectors write, which tells of no row.
     *
     * @param kind what
     * @param timestamp when it was written, if it says so
     * @param <R> the row type
     */
    record Other<R>(Kind kind, @Nullable Instant timestamp) implements ChangeRecord<R> {}

    /** What connectors write besides changes of rows. */
    enum Kind {
        /** A record without a value, which follows a deletion. */
        TOMBSTONE,
        /** A sign of life. */
        HEARTBEAT,
        /** The beginning or end of a transaction. */
        TRANSACTION,
        /** A change of tables. */
        SCHEMA_CHANGE,
        /** A message in the log of PostgreSQL. */
        MESSAGE
    }
}
