package com.bookstore.events.eventstore.aggregate;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcRetry;
import com.bookstore.events.jdbc.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Snapshots in a table; read in the current transaction, kept in transactions of their own. */
final class JdbcSnapshotStore implements SnapshotStore {

    private static final Set<String> INSERTED_BY_ANOTHER = Set.of("23505", "23000");
    private static final String OF_STREAM = " WHERE aggregate_type = ? AND aggregate_id = ?";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final JdbcRetry retry = JdbcRetry.on(INSERTED_BY_ANOTHER, Duration.ofMillis(10));
    private final String select;
    private final String deleteMisfit;
    private final String deleteOutdated;
    private final String update;
    private final String exists;
    private final String insert;

    JdbcSnapshotStore(JdbcDatabase database, TableName table) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.transactions = database.transactions("bookstore-events-snapshot");
        String now = database.dialect().now();
        String ofSchema = OF_STREAM + " AND schema_version = ?";
        this.select = "SELECT schema_version, event_version, event_id, state FROM " + table + OF_STREAM;
        this.deleteMisfit = "DELETE FROM " + table + ofSchema + " AND event_version = ? AND event_id = ?";
        this.deleteOutdated = "DELETE FROM " + table + OF_STREAM + " AND schema_version <> ? AND event_version < ?";
        this.update = "UPDATE %s SET event_version = ?, event_id = ?, state = ?, created_at = %s".formatted(table, now)
                + ofSchema
                + " AND event_version < ?";
        this.exists = "SELECT COUNT(*) FROM " + table + ofSchema;
        this.insert = "INSERT INTO %s (event_version, event_id, state, created_at, aggregate_type, aggregate_id,"
                        .formatted(table)
                + " schema_version) VALUES (?, ?, ?, %s, ?, ?, ?)".formatted(now);
    }

    @Override
    public List<StoredSnapshot> find(SnapshotKey key) {
        return jdbc.query(
                select,
                (row, number) -> new StoredSnapshot(row.getInt(1), row.getLong(2), row.getString(3), row.getBytes(4)),
                key.streamType(),
                key.streamId());
    }

    /** Whoever is second to insert finds the row of the first, and looks at its version, in the next round. */
    @Override
    public void keep(SnapshotKey key, StoredSnapshot snapshot, @Nullable StoredSnapshot misfit, long outdated) {
        retry.run(() -> {
            transactions.executeWithoutResult(status -> keepOnce(key, snapshot, misfit, outdated));
            return key;
        });
    }

    private void keepOnce(SnapshotKey key, StoredSnapshot snapshot, @Nullable StoredSnapshot misfit, long outdated) {
        String type = key.streamType();
        String id = key.streamId();
        int schema = snapshot.schemaVersion();
        long version = snapshot.version();
        if (misfit != null) {
            jdbc.update(deleteMisfit, type, id, misfit.schemaVersion(), misfit.version(), misfit.eventId());
        }
        jdbc.update(deleteOutdated, type, id, schema, outdated);
        if (jdbc.update(update, version, snapshot.eventId(), snapshot.state(), type, id, schema, version) == 0
                && Integer.valueOf(0).equals(jdbc.queryForObject(exists, Integer.class, type, id, schema))) {
            jdbc.update(insert, version, snapshot.eventId(), snapshot.state(), type, id, schema);
        }
    }
}
