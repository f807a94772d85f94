package com.bookstore.events.eventstore;

import com.bookstore.events.eventstore.ExpectedVersion.Exactly;
import com.bookstore.events.eventstore.StoredEvents.NewEvent;
import com.bookstore.events.jdbc.JdbcDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Inserts on databases where a statement that fails changes nothing and lets the transaction go on:
 *
 * <ol>
 *   <li>the first row's version comes from the row that must be there before it: without that one the version is NULL, which
 *       the table refuses;
 *   <li>a row that is there already is refused by the unique index, after the end of the transaction that is inserting it.
 * </ol>
 *
 * <p>The first row is also what makes the transaction known as one that appends: before it gets its position it shares one of
 * the locks that {@link JdbcFrontier.Appending} looks at.
 */
final class JdbcValuesAppender implements JdbcAppender {

    /** Duplicate key and NULL, of MySQL and MariaDB and of H2. */
    private static final Set<Integer> CONFLICTS = Set.of(1062, 1048, 23505, 23502);

    private static final String ROW = "(?, ?, %s, ?, ?, ?, ?, ?, ?)";

    private final JdbcTemplate jdbc;
    private final EventStoreTables tables;
    private final JdbcDialect dialect;

    JdbcValuesAppender(JdbcTemplate jdbc, EventStoreTables tables) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.dialect = tables.database().dialect();
    }

    @Override
    public Appended append(StreamName stream, ExpectedVersion expected, List<NewEvent> events, boolean again) {
        if (dialect == JdbcDialect.H2) {
            lockRowOfSession();
        }
        boolean exactly = expected instanceof Exactly;
        long before = expected instanceof Exactly known ? known.version() : version(stream, again);
        try {
            List<Long> positions = insert(stream, before, exactly && before > 0, events);
            return new Appended(positions, before + events.size());
        } catch (DataIntegrityViolationException refused) {
            if (isConflict(refused)) {
                return Appended.NOTHING;
            }
            throw new EventStoreException.InvalidEvent("the database refuses the events", refused);
        }
    }

    /** A row is there already, or there is none before. */
    private static boolean isConflict(DataIntegrityViolationException refused) {
        return refused.getMostSpecificCause() instanceof SQLException sql && CONFLICTS.contains(sql.getErrorCode());
    }

    /** H2 knows no shared locks: each session has a row of its own. */
    private void lockRowOfSession() {
        jdbc.query(
                "SELECT lock_no FROM %s WHERE lock_no = MOD(SESSION_ID(), %d) FOR UPDATE"
                        .formatted(tables.locks(), JdbcFrontier.Appending.LOCKS),
                row -> {});
    }

    /** A transaction that sees what was there at its beginning must look past that, or it would never find what has come since. */
    private long version(StreamName stream, boolean again) {
        boolean locking = again && dialect != JdbcDialect.H2;
        List<Long> last = jdbc.queryForList(
                """
                SELECT event_version FROM %s WHERE aggregate_type = ? AND aggregate_id = ?
                ORDER BY event_version DESC LIMIT 1%s"""
                        .formatted(tables.events(), locking ? " LOCK IN SHARE MODE" : ""),
                Long.class,
                stream.type(),
                stream.id());
        return last.isEmpty() ? 0 : last.get(0);
    }

    private List<Long> insert(StreamName stream, long before, boolean check, List<NewEvent> events) {
        List<Object> parameters = new ArrayList<>(events.size() * 9 + 4);
        String first = firstVersion(stream, before, check, parameters);
        List<Object> values = new ArrayList<>(events.size() * 9 + 4);
        for (int i = 0; i < events.size(); i++) {
            Collections.addAll(values, stream.type(), stream.id());
            if (i == 0) {
                values.addAll(parameters);
            } else {
                values.add(before + i + 1);
            }
            addValues(values, events.get(i));
        }
        String sql =
                """
                INSERT INTO %s (aggregate_type, aggregate_id, event_version, event_type, event_id, event_data, metadata,
                 timestamp, correlation_id) VALUES %s%s%s"""
                        .formatted(
                                tables.events(),
                                ROW.formatted(first),
                                (", " + ROW.formatted("?")).repeat(events.size() - 1),
                                dialect == JdbcDialect.MARIADB ? " RETURNING position" : "");
        return jdbc.execute(connection -> prepare(connection, sql), (PreparedStatement statement) -> {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            return positions(statement, events.size());
        });
    }

    private String firstVersion(StreamName stream, long before, boolean check, List<Object> parameters) {
        boolean h2 = dialect == JdbcDialect.H2;
        String version = "?";
        if (check) {
            // in two steps, as MySQL does not read from the table it inserts into
            version =
                    """
                    (SELECT v + 1 FROM (SELECT event_version AS v FROM %s
                     WHERE aggregate_type = ? AND aggregate_id = ? AND event_version = ? LIMIT 1%s) last_event)"""
                            .formatted(tables.events(), h2 ? "" : " LOCK IN SHARE MODE");
            Collections.addAll(parameters, stream.type(), stream.id(), before);
        } else {
            parameters.add(before + 1);
        }
        if (h2) {
            return version;
        }
        parameters.add(ThreadLocalRandom.current().nextInt(JdbcFrontier.Appending.LOCKS));
        return "%s + (SELECT 0 FROM %s WHERE lock_no = ? LOCK IN SHARE MODE)".formatted(version, tables.locks());
    }

    private void addValues(List<Object> values, NewEvent event) {
        Collections.addAll(values, event.type(), event.id(), event.data(), event.metadata());
        values.add(JdbcEventRows.timestamp(dialect, event.timestamp()));
        values.add(event.correlationId());
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return switch (dialect) {
            case H2 -> connection.prepareStatement(sql, new String[] {"position"});
            case MYSQL -> connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
            default -> connection.prepareStatement(sql);
        };
    }

    private List<Long> positions(PreparedStatement statement, int count) throws SQLException {
        boolean returned = statement.execute();
        List<Long> positions = new ArrayList<>(count);
        try (ResultSet rows = returned ? statement.getResultSet() : statement.getGeneratedKeys()) {
            while (rows.next()) {
                positions.add(rows.getLong(1));
            }
        }
        return positions;
    }
}
