package com.bookstore.events.deadletter.store;

import com.bookstore.events.deadletter.store.DeadLetterStoreProperties.Retention;
import com.bookstore.events.jdbc.JdbcRetry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        List<Long> old = jdbc.query(
                "SELECT letter_id FROM %s WHERE status = '%s' AND changed_at < %s LIMIT %d FOR UPDATE"
                        .formatted(
                                tables.states(),
                                status,
                                tables.database().dialect().nowPlus(retention.negated()),
                                limit),
                (row, number) -> row.getLong(1));
        if (!old.isEmpty()) {
            String ids = old.stream().map(id -> Long.toString(id)).collect(Collectors.joining(","));
            jdbc.update("DELETE FROM %s WHERE letter_id IN (%s)".formatted(tables.states(), ids));
            jdbc.update("DELETE FROM %s WHERE id IN (%s)".formatted(tables.letters(), ids));
        }
        return old.size();
    }
}
