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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.transaction.support.TransactionTemplate;

/** Where replays find dead letters, and note what became of them. Each method is a short transaction of its own. */
final class JdbcReplayTable {

    private static final long MOST_BYTES = 16L << 20;
    private static final int FIRST_FETCH = 100;
    private static final long BYTES_OF_A_FETCH = 1 << 20;
    private static final int LARGEST_FETCH = 2_500;

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

    /** Counts by source, in their order. */
    List<Group> groups(ReplaySelection selection) {
        DeadLetterCondition which = selection.matching(dialect);
        String tooOften = selection.force() ? "1 = 0" : "replays >= " + selection.maxReplays();
        String sql =
                """
                SELECT topic, partition_no, consumer_group, COUNT(*),
                  SUM(CASE WHEN payload IS NULL AND value_size >= 0 THEN 1 ELSE 0 END),
                  SUM(CASE WHEN %s AND (payload IS NOT NULL OR value_size < 0) THEN 1 ELSE 0 END)
                FROM %s WHERE %s GROUP BY topic, partition_no, consumer_group ORDER BY 1, 3, 2"""
                        .formatted(tooOften, tables.joined(), which.sql());
        return jdbc.query(
                sql,
                (row, number) -> new Group(
                        new ReplaySource(row.getString(1), row.getInt(2), row.getString(3)),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)),
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
                ORDER BY offset_no, id LIMIT ?"""
                        .formatted(tables.joined(), which.sql());
        // In a transaction, or PostgreSQL's driver fetches all rows at once, however large they are.
        return Objects.requireNonNull(transactions.execute(status -> jdbc.execute(
                sql, (PreparedStatementCallback<List<ReplayRow>>) statement -> rows(statement, which, limit))));
    }

    private static List<ReplayRow> rows(PreparedStatement statement, DeadLetterCondition which, int limit)
            throws SQLException {
        Object[] parameters = which.parameters();
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        statement.setInt(parameters.length + 1, limit);
        statement.setFetchSize(FIRST_FETCH);
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
                if (rows.size() == FIRST_FETCH) {
                    found.setFetchSize((int) Math.min(LARGEST_FETCH, 1 + BYTES_OF_A_FETCH / (bytes / FIRST_FETCH)));
                }
            }
        }
        return rows;
    }

    /** Notes that dead letters are on their topic again. Whoever has closed one meanwhile has the last word. */
    void mark(List<ReplayRow> acknowledged, String history) {
        Map<Integer, List<ReplayRow>> byReplays = acknowledged.stream()
                .collect(Collectors.groupingBy(ReplayRow::replays, TreeMap::new, Collectors.toList()));
        inTransaction(() -> byReplays.forEach((replays, rows) -> mark(replays, rows, history)));
    }

    private void mark(int replays, List<ReplayRow> rows, String history) {
        Stream<Long> ids = rows.stream().map(ReplayRow::id);
        boolean array = dialect == JdbcDialect.POSTGRESQL; // which reads thousands of numbers faster than so much SQL
        String which = array
                ? "= ANY (?)"
                : "IN (%s)".formatted(ids.map(String::valueOf).collect(Collectors.joining(",")));
        // One that has died already of this replay is counted by whoever has stored that.
        String sql =
                """
                UPDATE %s SET status = CASE WHEN status = 'NEW' AND died_replay <= %d THEN 'REPLAYED' ELSE status END,
                  changed_at = %s, replays = %d, history = CONCAT(history, ?) WHERE replays = %d AND letter_id %s"""
                        .formatted(tables.states(), replays, dialect.now(), replays + 1, replays, which);
        jdbc.update(sql, statement -> {
            statement.setString(1, history);
            if (array) {
                statement.setArray(2, statement.getConnection().createArrayOf("bigint", ids.toArray()));
            }
        });
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
     * Dead letters of one source.
     *
     * @param source the source
     * @param count how many there are
     * @param incomplete how many of them lack their bytes
     * @param tooOften how many of the others were replayed too often
     */
    record Group(ReplaySource source, long count, long incomplete, long tooOften) {

        long sendable() {
            return count - incomplete - tooOften;
        }
    }

    /**
     * A place in a source.
     *
     * @param offset the position in the partition
     * @param id the dead letter's number
     */
    record Position(long offset, long id) {

        static final Position START = new Position(Long.MIN_VALUE, Long.MIN_VALUE);
    }

    /** Reads a source batch by batch, each while the one before is sent. Used by one thread. */
    final class Reader implements AutoCloseable {

        private static final int FIRST_BATCH = 200;

        private final ReplaySelection selection;
        private final ReplaySource source;
        private final int batchSize;
        private final Executor executor;
        private int nextBatch = FIRST_BATCH;
        private long left;
        private CompletableFuture<List<ReplayRow>> next;

        /**
         * Begins to read.
         *
         * @param most how many to read at most
         * @param batchSize how many at once; at first fewer, so that they are on their way soon, and PostgreSQL's driver,
         *     which asks for bytes as text the first times, soon asks for bytes
         * @param executor where reading is done
         */
        Reader(ReplaySelection selection, ReplaySource source, long most, int batchSize, Executor executor) {
            this.selection = selection;
            this.source = source;
            this.left = most;
            this.batchSize = batchSize;
            this.executor = executor;
            this.next = readBehind(Position.START);
        }

        /** Waits for the next batch, empty if there is none, and begins to read the one behind it. */
        List<ReplayRow> next() {
            List<ReplayRow> rows = next.join();
            if (!rows.isEmpty()) {
                left -= rows.size();
                ReplayRow last = rows.get(rows.size() - 1);
                next = readBehind(new Position(last.offset(), last.id()));
            }
            return rows;
        }

        private CompletableFuture<List<ReplayRow>> readBehind(Position position) {
            int limit = (int) Math.min(left, Math.min(nextBatch, batchSize));
            nextBatch = Math.min(batchSize, 2 * nextBatch);
            return limit == 0
                    ? CompletableFuture.completedFuture(List.of())
                    : CompletableFuture.supplyAsync(() -> read(selection, source, position, limit), executor);
        }

        /** Waits for the reading at work. */
        @Override
        public void close() {
            next.handle((rows, failure) -> rows).join();
        }
    }
}
