package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.store.DeadLetterTables;
import com.bookstore.events.jdbc.JdbcDialect;
import java.time.Duration;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who replays what at the moment, by the database's clock. While one run has a source, no other sends of it: two operators
 * never send the same dead letter at once, nor one that stands behind it. Thread-safe.
 */
final class JdbcReplayLeases {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final DeadLetterTables tables;
    private final JdbcDialect dialect;
    private final Duration lease;

    JdbcReplayLeases(DeadLetterTables tables, Duration lease) {
        this.jdbc = new JdbcTemplate(tables.database().dataSource());
        this.transactions = tables.database().transactions("bookstore-events-dead-letters-lease");
        this.tables = tables;
        this.dialect = tables.database().dialect();
        this.lease = lease;
    }

    boolean acquire(String scope, String owner) {
        try {
            return update(
                            "UPDATE %s SET owner = ?, expires_at = %s WHERE scope = ? AND (owner = ? OR expires_at < %s)"
                                    .formatted(tables.leases(), dialect.nowPlus(lease), dialect.now()),
                            owner,
                            scope,
                            owner)
                    || update(
                            "INSERT INTO %s (scope, owner, expires_at) VALUES (?, ?, %s)"
                                    .formatted(tables.leases(), dialect.nowPlus(lease)),
                            scope,
                            owner);
        } catch (DuplicateKeyException taken) {
            return false;
        }
    }

    /** Keeps a lease that has not ended; one that has is lost, even if nobody took it. */
    boolean renew(String scope, String owner) {
        return update(
                "UPDATE %s SET expires_at = %s WHERE scope = ? AND owner = ? AND expires_at >= %s"
                        .formatted(tables.leases(), dialect.nowPlus(lease), dialect.now()),
                scope,
                owner);
    }

    void release(String scope, String owner) {
        update("DELETE FROM %s WHERE scope = ? AND owner = ?".formatted(tables.leases()), scope, owner);
    }

    private boolean update(String sql, Object... parameters) {
        return Boolean.TRUE.equals(transactions.execute(status -> jdbc.update(sql, parameters) == 1));
    }
}
