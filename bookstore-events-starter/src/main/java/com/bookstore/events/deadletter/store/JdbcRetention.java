package com.bookstore.events.deadletter.store;

import com.bookstore.events.deadletter.store.DeadLetterStoreProperties.Retention;
import com.bookstore.events.jdbc.JdbcRetry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes dead letters that have had their status for longer than they are kept. Thread-safe. */
final class JdbcRetention {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final DeadLetterTables tables;
    private final Map<DeadLetterStatus, Duration> kept = new EnumMap<>(DeadLetterStatus.class);

    JdbcRetention(DeadLetterTables tables, Retention retention) {
        this.jdbc = new JdbcTemplate(tables.database().dataSource());
        this.transactions = tables.database().transactions("bookstore-events-dead-letters-retention");
        this.tables = tables;
        Duration unresolved = retention.unresolved();
        if (unresolved != null) {
            kept.put(DeadLetterStatus.NEW, unresolved);
        }
        kept.put(DeadLetterStatus.REPLAYED, retention.replayed());
        kept.put(DeadLetterStatus.RESOLVED, retention.resolved());
        kept.put(DeadLetterStatus.DISCARDED, retention.discarded());
    }

    /**
     * Deletes some.
     *
     * @return how many of the status with the most; fewer than the limit if none is left
     */
    int deleteSome(int limit) {
        int most = 0;
        for (Map.Entry<DeadLetterStatus, Duration> status : kept.entrySet()) {
            Integer deleted = JdbcRetry.onDeadlock()
                    .<Integer, RuntimeException>run(() ->
                            transactions.execute(transaction -> delete(status.getKey(), status.getValue(), limit)));
            most = Math.max(most, deleted == null ? 0 : deleted);
        }
        return most;
    }

    private int delete(DeadLetterStatus status, Duration retention, int limit) {
        String old = "status = '%s' AND changed_at < %s"
                .formatted(status, tables.database().dialect().nowPlus(retention.negated()));
        return jdbc.update(
                switch (tables.database().dialect()) {
                    case POSTGRESQL ->
                        ("DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE %2$s LIMIT %3$d"
                                        + " FOR UPDATE SKIP LOCKED))")
                                .formatted(tables.letters(), old, limit);
                    case MYSQL, MARIADB -> "DELETE FROM %s WHERE %s LIMIT %d".formatted(tables.letters(), old, limit);
                    case H2 ->
                        "DELETE FROM %s WHERE %s FETCH FIRST %d ROWS ONLY".formatted(tables.letters(), old, limit);
                });
    }
}
