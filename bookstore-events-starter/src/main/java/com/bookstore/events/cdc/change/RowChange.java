package com.bookstore.events.cdc.change;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a row.
 *
 * @param id identifies the change: 36 characters, the same whenever Debezium delivers the change again
 * @param operation what was done
 * @param table the table's name
 * @param before the row as it was, as far as the database tells: {@code null} for inserts and snapshots, and on PostgreSQL
 *     for updates unless the table has {@code REPLICA IDENTITY FULL}
 * @param after the row as it is; {@code null} if it is gone
 * @param changed the components whose columns are known to differ, in the order of the row type; empty unless there is a
 *     {@code before} and an {@code after}
 * @param position where in the database's log it stands
 * @param timestamp when the database made the change, or read the row for a snapshot
 * @param snapshot whether a snapshot read the row
 * @param origin who wrote the row, where writes are marked; {@code null} if this one is not
 * @param <R> the row type
 */
public record RowChange<R>(
        String id,
        Operation operation,
        String table,
        @Nullable R before,
        @Nullable R after,
        Set<String> changed,
        SourcePosition position,
        Instant timestamp,
        Snapshot snapshot,
        @Nullable String origin) {

    /** Checks that what is always there is there. */
    public RowChange {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(changed, "changed");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(snapshot, "snapshot");
    }

    /**
     * Tells whether a component's column is known to differ.
     *
     * @param component the name of a component of the row type
     * @return {@code false} also if it is not known
     */
    public boolean hasChanged(String component) {
        return changed.contains(component);
    }
}
