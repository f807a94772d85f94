package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.store.DeadLetterCondition;
import com.bookstore.events.deadletter.store.DeadLetterTables;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcRetry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.transaction.support.TransactionTemplate;

/** Where replays find dead letters, and note what became of them. Each method is a short transaction of its own. */
final class JdbcReplayTable {

    private static final long MOST_BYTES = 16L << 20;
    private static final int FETCH_SIZE = 100;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final JdbcRetry retry = JdbcRetry.onDeadlock();
    private final JdbcDialect dialect;
    private final DeadLetterTables tables;

    JdbcReplayTable(DeadLetterTables tables) {
        this.jdbc = new JdbcTemplate(tables.database().dataSource());
        this.dialect = tables.database().dialect();
        this.transactions = tables.database().transactions("bookstore-events-dead-letters-replay");
        this.tables = tables;
    }

    /** Counts by source topic and group. */
    List<Group> groups(ReplaySelection selection) {
        DeadLetterCondition which = selection.matching(dialect);
        String tooOften = selection.force() ? "1 = 0" : "replays >= " + selection.maxReplays();
        String sql =
                """
                SELECT topic, consumer_group, COUNT(*),
                  SUM(CASE WHEN payload IS NULL AND value_size >= 0 THEN 1 ELSE 0 END),
                  SUM(CASE WHEN %s AND (payload IS NOT NULL OR value_size < 0) THEN 1 ELSE 0 END)
                FROM %s WHERE %s GROUP BY topic, consumer_group ORDER BY topic, consumer_group"""
                        .formatted(tooOften, tables.joined(), which.sql());
        return jdbc.query(
                sql,
                (row, number) ->
                        new Group(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5)),
                which.parameters());
    }

    /** The sources of what can be sent, in their order. */
    List<ReplaySource> sources(ReplaySelection selection) {
        DeadLetterCondition which = selection.sendable(dialect);
        return jdbc.query(
                "SELECT DISTINCT topic, partition_no, consumer_group FROM %s WHERE %s ORDER BY 1, 2, 3"
                        .formatted(tables.joined(), which.sql()),
                (row, number) -> new ReplaySource(row.getString(1), row.getInt(2), row.getString(3)),
                which.parameters());
    }

    /**
     * Reads the next of a source.
     *
     * @param after the offset and number behind which to begin
     * @param limit how many at most; fewer if they are large, at least one if there is one
     */
    List<ReplayRow> read(ReplaySelection selection, ReplaySource source, Position after, int limit) {
        DeadLetterCondition which = selection
                .sendable(dialect)
                .and(
                        "topic = ? AND partition_no = ? AND consumer_group = ? AND offset_no >= ? AND (offset_no > ? OR id > ?)",
                        source.topic(),
                        source.partition(),
                        source.group(),
                        after.offset(),
                        after.offset(),
                        after.id());
        String sql =
                """
                SELECT id, fingerprint, offset_no, replays, key_bytes, payload, headers FROM %s WHERE %s
                ORDER BY offset_no, id LIMIT %d"""
                        .formatted(tables.joined(), which.sql(), limit);
        // In a transaction, or PostgreSQL's driver fetches all rows at once, however large they are.
        return Objects.requireNonNull(transactions.execute(status ->
                jdbc.execute(sql, (PreparedStatementCallback<List<ReplayRow>>) statement -> rows(statement, which))));
    }

    private static List<ReplayRow> rows(PreparedStatement statement, DeadLetterCondition which) throws SQLException {
        Object[] parameters = which.parameters();
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        statement.setFetchSize(FETCH_SIZE);
        List<ReplayRow> rows = new ArrayList<>();
        long bytes = 0;
        try (ResultSet found = statement.executeQuery()) {
            while (bytes < MOST_BYTES && found.next()) {
                ReplayRow row = new ReplayRow(
                        found.getLong(1),
                        found.getString(2),
                        found.getLong(3),
                        found.getInt(4),
                        found.getBytes(5),
                        found.getBytes(6),
                        found.getBytes(7));
                bytes += row.size();
                rows.add(row);
            }
        }
        return rows;
    }

    /** Notes that dead letters are on their topic again. Whoever has closed one meanwhile has the last word. */
    void mark(List<ReplayRow> acknowledged, String history) {
        Map<Integer, List<ReplayRow>> byReplays = acknowledged.stream()
                .collect(Collectors.groupingBy(ReplayRow::replays, TreeMap::new, Collectors.toList()));
        inTransaction(() -> byReplays.forEach((replays, rows) -> jdbc.update(
                // One that has died already of this replay is counted by whoever has stored that.
                """
                UPDATE %s SET status = CASE WHEN status = 'NEW' AND died_replay <= %d THEN 'REPLAYED' ELSE status END,
                  changed_at = %s, replays = %d, history = CONCAT(history, ?) WHERE replays = %d AND letter_id IN (%s)"""
                        .formatted(tables.states(), replays, dialect.now(), replays + 1, replays, ids(rows)),
                history)));
    }

    private static String ids(List<ReplayRow> rows) {
        StringBuilder joined = new StringBuilder(rows.size() * 8);
        for (ReplayRow row : rows) {
            joined.append(joined.isEmpty() ? "" : ",").append(row.id());
        }
        return joined.toString();
    }

    /** Adds a line to the history of a dead letter. */
    void note(ReplayRow row, String history) {
        inTransaction(() -> jdbc.update(
                "UPDATE %s SET history = CONCAT(history, ?) WHERE letter_id = ?".formatted(tables.states()),
                history,
                row.id()));
    }

    /** Gives a new dead letter another value, and keeps the one that arrived. */
    boolean edit(long id, byte[] value, String history) {
        return retry.<Boolean, RuntimeException>run(() -> Boolean.TRUE.equals(transactions.execute(status -> {
            boolean isNew = jdbc.update(
                            "UPDATE %s SET history = CONCAT(history, ?) WHERE letter_id = ? AND status = 'NEW'"
                                    .formatted(tables.states()),
                            history,
                            id)
                    == 1;
            if (isNew) {
                jdbc.update(
                        """
                        UPDATE %s SET arrived_payload = COALESCE(arrived_payload, payload), payload = ?, value_size = ?
                        WHERE id = ?"""
                                .formatted(tables.letters()),
                        value,
                        value.length,
                        id);
            }
            return isNew;
        })));
    }

    private void inTransaction(Runnable work) {
        retry.<Boolean, RuntimeException>run(() -> {
            transactions.executeWithoutResult(status -> work.run());
            return true;
        });
    }

    /**
     * Dead letters of one topic and group.
     *
     * @param topic the topic they came from
     * @param group the group whose handler failed
     * @param count how many there are
     * @param incomplete how many of them lack their bytes
     * @param tooOften how many of the others were replayed too often
     */
    record Group(String topic, String group, long count, long incomplete, long tooOften) {}

    /**
     * A place in a source.
     *
     * @param offset the position in the partition
     * @param id the dead letter's number
     */
    record Position(long offset, long id) {

        static final Position START = new Position(Long.MIN_VALUE, Long.MIN_VALUE);
    }
}
