package com.bookstore.events.outbox.relay;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcRetry;
import com.bookstore.events.outbox.OutboxTables;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The events that are set aside: they can be looked at, put back into the outbox, and discarded. Each call is one short
 * transaction; two at the same time never do the same twice. Thread-safe.
 */
final class JdbcParkedEvents {

    private static final int LONGEST_KEY = 1_000;
    private static final String STORED =
            "seq, id, aggregatetype, aggregateid, type, headers, payload, partition_no, created_at";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final JdbcRetry retry = JdbcRetry.onDeadlock();
    private final JdbcDialect dialect;
    private final OutboxTables tables;

    JdbcParkedEvents(OutboxTables tables) {
        this.jdbc = new JdbcTemplate(tables.database().dataSource());
        this.dialect = tables.database().dialect();
        this.transactions = tables.database().transactions("bookstore-events-outbox-parked");
        this.tables = tables;
    }

    /** Reads the oldest, without what they carry. */
    List<ParkedEvent> oldest(int limit) {
        return found("", "", limit);
    }

    /**
     * Puts events back where they were, by their sequence numbers.
     *
     * @return what was put back, oldest first
     */
    List<ParkedEvent> requeue(Selection selection) {
        return change(selection, sequences -> {
            jdbc.update("INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s WHERE seq IN (%4$s)"
                    .formatted(tables.events(), STORED, tables.parked(), sequences));
            delete(sequences);
        });
    }

    /**
     * Deletes events for ever.
     *
     * @return what was deleted, oldest first
     */
    List<ParkedEvent> discard(Selection selection) {
        return change(selection, this::delete);
    }

    private void delete(String sequences) {
        jdbc.update("DELETE FROM %s WHERE seq IN (%s)".formatted(tables.parked(), sequences));
    }

    private List<ParkedEvent> change(Selection selection, Change change) {
        return retry.run(() -> Objects.requireNonNull(transactions.execute(status -> {
            List<ParkedEvent> chosen = selected(selection);
            if (!chosen.isEmpty()) {
                change.of(chosen.stream()
                        .map(event -> Long.toString(event.sequence()))
                        .collect(Collectors.joining(",")));
            }
            return chosen;
        })));
    }

    private List<ParkedEvent> selected(Selection selection) {
        Long sequence = selection.sequence();
        return sequence != null
                ? found("WHERE seq = ?", " FOR UPDATE", selection.limit(), sequence)
                : found(
                        "WHERE aggregatetype = ?",
                        " FOR UPDATE",
                        selection.limit(),
                        Objects.requireNonNull(selection.topic()));
    }

    private List<ParkedEvent> found(String where, String lock, int limit, Object... parameters) {
        String sql =
                """
                SELECT seq, id, aggregatetype, SUBSTRING(aggregateid, 1, %d), type, cause, %s
                FROM %s %s ORDER BY seq LIMIT %d%s"""
                        .formatted(
                                LONGEST_KEY,
                                dialect.epochMillis() + " + " + dialect.millisUntil("parked_at"),
                                tables.parked(),
                                where,
                                limit,
                                lock);
        return jdbc.query(
                sql,
                (row, number) -> new ParkedEvent(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        Instant.ofEpochMilli(row.getLong(7))),
                parameters);
    }

    @FunctionalInterface
    private interface Change {

        void of(String sequences);
    }

    /**
     * Which events.
     *
     * @param sequence one event's sequence number, or {@code null}
     * @param topic the topic of all that are meant; {@code null} if one is
     * @param limit at most so many, the oldest
     */
    record Selection(@Nullable Long sequence, @Nullable String topic, int limit) {}

    /**
     * An event that is set aside.
     *
     * @param sequence its number in the outbox
     * @param eventId its id
     * @param topic the topic's physical name
     * @param key the first 1,000 characters of its key
     * @param type its type's name
     * @param cause why it is set aside
     * @param parkedAt when that was, by the database's clock
     */
    record ParkedEvent(
            long sequence, String eventId, String topic, String key, String type, String cause, Instant parkedAt) {}
}
