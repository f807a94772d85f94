package com.bookstore.events.eventstore.projection;

import com.bookstore.events.eventstore.projection.Projection.Start;
import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.lease.NamedLease;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * How far projections have come. What an owner stores checks in the same statement that it still is the owner, and that the
 * position is where it left it. But for {@link #advance}, each change is a statement that the database commits by itself.
 * Thread-safe.
 */
final class JdbcProjectionTable {

    private static final int LONGEST_ERROR = 2_000;

    private static final String STILL_MINE = "name = ? AND owner = ? AND token = ? AND position = ?";

    private final JdbcDatabase database;
    private final JdbcTemplate jdbc;
    private final ProjectionTables tables;
    private final TableName table;
    private final JdbcDialect dialect;
    private final String advance;

    JdbcProjectionTable(ProjectionTables tables) {
        this.database = tables.database();
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.tables = tables;
        this.table = tables.projections();
        this.dialect = database.dialect();
        this.advance = "UPDATE %s SET position = ?, to_reset = FALSE, updated_at = %s WHERE %s"
                .formatted(table, dialect.now(), STILL_MINE);
    }

    /** Whether the thread's transaction is one of this database. */
    boolean takesPartInTheTransaction() {
        return TransactionSynchronizationManager.hasResource(database.dataSource());
    }

    /** Sees to it that there is a row; another instance may do so at the same time. */
    void register(String name, Start start) {
        if (find(name).isPresent()) {
            return;
        }
        try {
            database.update(
                    """
                    INSERT INTO %1$s (name, position, state, to_reset, updated_at, token, expires_at)
                    VALUES (?, ?, 'RUNNING', FALSE, %2$s, 0, %2$s)"""
                            .formatted(table, dialect.now()),
                    name,
                    start == Start.BEGINNING ? 0 : last());
        } catch (DuplicateKeyException there) {
            // by another instance
        }
    }

    private long last() {
        Long last =
                jdbc.queryForObject("SELECT COALESCE(MAX(position), 0) FROM %s".formatted(tables.events()), Long.class);
        return Objects.requireNonNull(last);
    }

    /** Reads where a projection is to go on. */
    Optional<Row> find(String name) {
        return jdbc
                .query(
                        "SELECT position, state, to_reset, owner, %s FROM %s WHERE name = ?"
                                .formatted(dialect.millisUntil("expires_at"), table),
                        (row, number) -> new Row(
                                row.getLong(1),
                                row.getString(2).equals("FAILED"),
                                row.getBoolean(3),
                                row.getString(4) != null && row.getLong(5) > 0),
                        name)
                .stream()
                .findFirst();
    }

    /**
     * Stores a position in the current transaction.
     *
     * @return whether the projection is still the owner's and was where the owner left it; if not, the transaction must be
     *     rolled back
     */
    boolean advance(NamedLease held, long from, long to) {
        return jdbc.update(advance, to, held.name(), held.owner(), held.token(), from) == 1;
    }

    /** The same, whatever the current transaction is. */
    boolean advanceAlone(NamedLease held, long from, long to) {
        return database.update(advance, to, held.name(), held.owner(), held.token(), from) == 1;
    }

    /** Stops a projection, and gives its lease back. */
    boolean fail(NamedLease held, long at, String error) {
        String text = error.replace('\0', ' ');
        String sql = "UPDATE %s SET state = 'FAILED', error = ?, owner = NULL, updated_at = %s WHERE %s"
                .formatted(table, dialect.now(), STILL_MINE);
        String cut = text.substring(0, Math.min(text.length(), LONGEST_ERROR));
        return database.update(sql, cut, held.name(), held.owner(), held.token(), at) == 1;
    }

    /** Lets a projection go on that had failed; returns whether there is one. */
    boolean restart(String name) {
        String sql =
                "UPDATE %s SET state = 'RUNNING', error = NULL, updated_at = %s WHERE name = ? AND state = 'FAILED'"
                        .formatted(table, dialect.now());
        return database.update(sql, name) == 1;
    }

    /**
     * Takes a projection away from whoever runs it, and has the next owner reset it; returns whether there is one. A batch
     * that is at work is rolled back, as its lease is no longer the current one.
     */
    boolean rebuild(String name) {
        String sql =
                """
                UPDATE %s SET state = 'RUNNING', to_reset = TRUE, error = NULL, owner = NULL, token = token + 1,
                  updated_at = %s WHERE name = ?"""
                        .formatted(table, dialect.now());
        return database.update(sql, name) == 1;
    }

    /** All projections there are, also those this application does not have, with one statement, and so for one moment. */
    List<ProjectionStatus> statuses() {
        String sql =
                """
                SELECT p.name, p.position, p.state, p.to_reset, p.error, -(%3$s), p.owner, %4$s,
                  (SELECT MAX(e.position) FROM %2$s e),
                  (SELECT -(%5$s) FROM %2$s e WHERE e.position > p.position ORDER BY e.position LIMIT 1)
                FROM %1$s p ORDER BY p.name"""
                        .formatted(
                                table,
                                tables.events(),
                                dialect.millisUntil("p.updated_at"),
                                dialect.millisUntil("p.expires_at"),
                                dialect.millisUntil("e.timestamp"));
        long before = System.nanoTime();
        return jdbc.query(
                sql,
                (row, number) -> new ProjectionStatus(
                        row.getString(1),
                        row.getLong(2),
                        Math.max(0, row.getLong(9) - row.getLong(2)),
                        Math.max(0, row.getLong(10)),
                        row.getString(3).equals("FAILED"),
                        row.getBoolean(4),
                        row.getString(5),
                        Math.max(0, row.getLong(6)),
                        row.getLong(8) > 0 ? row.getString(7) : null,
                        before));
    }

    /**
     * Where a projection is to go on.
     *
     * @param position up to where it has seen the store
     * @param failed whether it has stopped
     * @param toReset whether it is to be reset first
     * @param held whether somebody has its lease
     */
    record Row(long position, boolean failed, boolean toReset, boolean held) {}
}
