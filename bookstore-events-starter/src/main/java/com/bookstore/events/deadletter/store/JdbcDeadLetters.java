package com.bookstore.events.deadletter.store;

import com.bookstore.events.deadletter.store.DeadLetterDetails.Action;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcRetry;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventRecorder.DeadLetterOutcome;
import com.bookstore.events.observability.LogText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at the table; closes dead letters in short transactions, of which two never close the same one. */
final class JdbcDeadLetters implements DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(JdbcDeadLetters.class);

    private static final int LONGEST_REASON = 500;
    private static final int MOST_GROUPS = 100;
    private static final int TIMEOUT_SECONDS = 30;
    private static final String OPEN = "status IN ('NEW', 'REPLAYED')";
    private static final String DETAILS =
            "key_bytes, payload, arrived_payload, headers, death_headers, cause_trace, history";

    private final JdbcTemplate jdbc;
    private final JdbcTemplate counts;
    private final TransactionTemplate transactions;
    private final JdbcDialect dialect;
    private final DeadLetterTables tables;
    private final EventRecorder recorder;
    private final Clock clock;

    JdbcDeadLetters(DeadLetterTables tables, EventRecorder recorder, Clock clock) {
        this.jdbc = new JdbcTemplate(tables.database().dataSource());
        this.counts = new JdbcTemplate(tables.database().dataSource());
        this.transactions = tables.database().transactions("bookstore-events-dead-letters-closed");
        this.dialect = tables.database().dialect();
        if (dialect != JdbcDialect.H2) { // whose connection keeps it, for whatever is done with it next
            counts.setQueryTimeout(TIMEOUT_SECONDS);
        }
        this.tables = tables;
        this.recorder = recorder;
        this.clock = clock;
    }

    @Override
    public List<DeadLetter> list(DeadLetterFilter filter, @Nullable Long before, int limit) {
        check(limit, MOST_LISTED);
        DeadLetterCondition which = new DeadLetterCondition(filter, dialect);
        if (before != null) {
            which.and("id < ?", before);
        }
        return counts.query(
                "SELECT %s FROM %s WHERE %s ORDER BY id DESC LIMIT %d"
                        .formatted(Row.NAMES, tables.joined(), which.sql(), limit),
                new Row(dialect),
                which.parameters());
    }

    @Override
    public Map<DeadLetterStatus, Long> statuses(DeadLetterFilter filter) {
        return statuses(groups("status", filter));
    }

    /** Counts all, without looking at the dead letters themselves. */
    Map<DeadLetterStatus, Long> allStatuses() {
        return statuses(counts.query(
                "SELECT status, COUNT(*) FROM %s GROUP BY status".formatted(tables.states()),
                (row, number) -> new Group(row.getString(1), row.getLong(2))));
    }

    private static Map<DeadLetterStatus, Long> statuses(List<Group> groups) {
        Map<DeadLetterStatus, Long> found = new EnumMap<>(DeadLetterStatus.class);
        for (DeadLetterStatus status : DeadLetterStatus.values()) {
            found.put(status, 0L);
        }
        groups.forEach(group -> found.put(DeadLetterStatus.valueOf(group.name()), group.count()));
        return found;
    }

    @Override
    public List<Group> causes(DeadLetterFilter filter) {
        return groups("cause_class", filter);
    }

    @Override
    public List<Group> topics(DeadLetterFilter filter) {
        return groups("topic", filter);
    }

    private List<Group> groups(String column, DeadLetterFilter filter) {
        DeadLetterCondition which = new DeadLetterCondition(filter, dialect);
        return counts.query(
                "SELECT %1$s, COUNT(*) FROM %2$s WHERE %3$s GROUP BY %1$s ORDER BY 2 DESC, 1 LIMIT %4$d"
                        .formatted(column, tables.joined(), which.sql(), MOST_GROUPS),
                (row, number) -> new Group(row.getString(1), row.getLong(2)),
                which.parameters());
    }

    @Override
    public Optional<DeadLetterDetails> find(long id) {
        return jdbc
                .query(
                        "SELECT %s, %s FROM %s WHERE id = ?".formatted(Row.NAMES, DETAILS, tables.joined()),
                        (row, number) -> details(row, number),
                        id)
                .stream()
                .findFirst();
    }

    private DeadLetterDetails details(ResultSet row, int number) throws SQLException {
        int last = Row.COLUMNS;
        return new DeadLetterDetails(
                new Row(dialect).mapRow(row, number),
                row.getBytes(last + 1),
                row.getBytes(last + 2),
                row.getBytes(last + 3),
                HeaderBytes.read(row.getBytes(last + 4), row.getBytes(last + 5)),
                row.getString(last + 6),
                Action.read(row.getString(last + 7)));
    }

    @Override
    public List<Long> discard(DeadLetterFilter filter, int limit, String reason, String by) {
        return close(DeadLetterStatus.DISCARDED, DeadLetterOutcome.DISCARDED, filter, limit, reason, by);
    }

    @Override
    public List<Long> resolve(DeadLetterFilter filter, int limit, String reason, String by) {
        return close(DeadLetterStatus.RESOLVED, DeadLetterOutcome.RESOLVED, filter, limit, reason, by);
    }

    private List<Long> close(
            DeadLetterStatus status,
            DeadLetterOutcome outcome,
            DeadLetterFilter filter,
            int limit,
            String reason,
            String by) {
        check(limit, MOST_CLOSED);
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("The reason must have 1 to %d characters".formatted(LONGEST_REASON));
        }
        DeadLetterCondition which = new DeadLetterCondition(filter, dialect).and(OPEN);
        List<Long> closed = JdbcRetry.onDeadlock()
                .<List<Long>, RuntimeException>run(() -> Objects.requireNonNull(transactions.execute(transaction -> {
                    List<Long> ids = lockOpen(jdbc.query(
                            "SELECT id FROM %s WHERE %s ORDER BY id LIMIT %d"
                                    .formatted(tables.joined(), which.sql(), limit),
                            (row, number) -> row.getLong(1),
                            which.parameters()));
                    if (!ids.isEmpty()) {
                        set(status, ids, new Action(clock.instant(), status.name(), by, reason).line());
                    }
                    return ids;
                })));
        if (!closed.isEmpty()) {
            recorder.deadLettersClosed(outcome, closed.size());
            log.info("{} dead letters {} by {}", closed.size(), status, LogText.of(by));
        }
        return closed;
    }

    /** Leaves out what somebody else closes at the same time. */
    private List<Long> lockOpen(List<Long> ids) {
        return ids.isEmpty()
                ? ids
                : jdbc.query(
                        "SELECT letter_id FROM %s WHERE letter_id IN (%s) AND %s ORDER BY letter_id FOR UPDATE"
                                .formatted(tables.states(), joined(ids), OPEN),
                        (row, number) -> row.getLong(1));
    }

    private void set(DeadLetterStatus status, List<Long> ids, String history) {
        jdbc.update(
                "UPDATE %s SET status = ?, changed_at = %s, history = CONCAT(history, ?) WHERE letter_id IN (%s)"
                        .formatted(tables.states(), dialect.now(), joined(ids)),
                status.name(),
                history);
    }

    private static String joined(List<Long> ids) {
        return ids.stream().map(id -> Long.toString(id)).collect(Collectors.joining(","));
    }

    private static void check(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw new IllegalArgumentException("The limit must be at least 1 and at most %d".formatted(most));
        }
    }

    /** Reads what is known of a dead letter from its row. */
    static final class Row implements RowMapper<DeadLetter> {

        /** How many columns it takes. */
        static final int COLUMNS = 17;

        /** The columns in their order. */
        static final String NAMES =
                """
                id, status, consumer_group, topic, partition_no, offset_no, record_timestamp, record_key, type, event_id,\
                 cause_class, cause_message, attempts, replays, value_size, stored_at, changed_at""";

        private final JdbcDialect dialect;

        Row(JdbcDialect dialect) {
            this.dialect = dialect;
        }

        @Override
        public DeadLetter mapRow(ResultSet row, int number) throws SQLException {
            return new DeadLetter(
                    row.getLong(1),
                    DeadLetterStatus.valueOf(row.getString(2)),
                    new DeadLetter.Source(
                            row.getString(3),
                            row.getString(4),
                            row.getInt(5),
                            row.getLong(6),
                            Instant.ofEpochMilli(row.getLong(7))),
                    row.getString(8),
                    row.getString(9),
                    row.getString(10),
                    new DeadLetter.Cause(row.getString(11), row.getString(12)),
                    row.getInt(13),
                    row.getInt(14),
                    row.getInt(15),
                    time(row, 16),
                    time(row, 17));
        }

        private Instant time(ResultSet row, int column) throws SQLException {
            return switch (dialect) {
                case MYSQL, MARIADB ->
                    row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
                case POSTGRESQL, H2 ->
                    row.getObject(column, OffsetDateTime.class).toInstant();
            };
        }
    }
}
