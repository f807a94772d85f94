package com.bookstore.events.eventstore;

import com.bookstore.events.eventstore.ExpectedVersion.Exactly;
import com.bookstore.events.eventstore.StoredEvents.NewEvent;
import com.bookstore.events.jdbc.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * Inserts on PostgreSQL, where a statement that fails is the end of the caller's transaction. So none fails for a conflict:
 *
 * <ol>
 *   <li>the statement finds the stream's version, and inserts if it is the expected one;
 *   <li>a row that another transaction is inserting is waited for, and passed over if it is committed;
 *   <li>if not all rows are inserted, those that are, as the other transaction had fewer, are deleted.
 * </ol>
 */
final class JdbcArrayAppender implements JdbcAppender {

    private static final String ONE =
            """
            (SELECT CAST(? AS varchar) AS event_type, CAST(? AS varchar) AS event_id, CAST(? AS varchar) AS event_data,
             CAST(? AS varchar) AS metadata, CAST(? AS timestamptz) AS at, CAST(? AS varchar) AS correlation_id, 1 AS n) r""";

    private static final String MANY =
            """
            unnest(?, ?, ?, ?, ?, ?) WITH ORDINALITY
             AS r (event_type, event_id, event_data, metadata, at, correlation_id, n)""";

    private static final RowMapper<long[]> INSERTED = (row, number) -> new long[] {row.getLong(1), row.getLong(2)};

    private final JdbcTemplate jdbc;
    private final TableName table;
    private final String one;
    private final String many;

    JdbcArrayAppender(JdbcTemplate jdbc, TableName table) {
        this.jdbc = jdbc;
        this.table = table;
        this.one = insert(ONE);
        this.many = insert(MANY);
    }

    private String insert(String rows) {
        return """
                INSERT INTO %1$s (aggregate_type, aggregate_id, event_version, event_type, event_id, event_data,
                 metadata, timestamp, correlation_id)
                SELECT ?, ?, s.version + r.n, r.event_type, r.event_id, CAST(r.event_data AS json),
                 CAST(r.metadata AS json), r.at, r.correlation_id
                FROM (SELECT COALESCE(MAX(event_version), 0) AS version FROM %1$s
                 WHERE aggregate_type = ? AND aggregate_id = ?) s CROSS JOIN %2$s
                WHERE s.version = ? OR ? < 0
                ORDER BY r.n
                ON CONFLICT DO NOTHING RETURNING position, event_version"""
                .formatted(table, rows);
    }

    @Override
    public Appended append(StreamName stream, ExpectedVersion expected, List<NewEvent> events, boolean again) {
        long version = expected instanceof Exactly exactly ? exactly.version() : -1;
        List<long[]> inserted = insert(stream, version, events);
        List<Long> positions = inserted.stream().map(row -> row[0]).toList();
        if (inserted.size() == events.size()) {
            return new Appended(positions, inserted.get(inserted.size() - 1)[1]);
        }
        if (!inserted.isEmpty()) {
            jdbc.update(connection -> {
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM %s WHERE position = ANY (?)".formatted(table));
                delete.setArray(1, connection.createArrayOf("int8", positions.toArray()));
                return delete;
            });
        }
        return Appended.NOTHING;
    }

    private List<long[]> insert(StreamName stream, long version, List<NewEvent> events) {
        try {
            return jdbc.query(connection -> prepare(connection, stream, version, events), INSERTED);
        } catch (DataIntegrityViolationException refused) {
            throw new EventStoreException.InvalidEvent("the database refuses the events", refused);
        }
    }

    private PreparedStatement prepare(Connection connection, StreamName stream, long version, List<NewEvent> events)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(events.size() == 1 ? one : many);
        statement.setString(1, stream.type());
        statement.setString(2, stream.id());
        statement.setString(3, stream.type());
        statement.setString(4, stream.id());
        if (events.size() == 1) {
            bind(statement, events.get(0));
        } else {
            bind(connection, statement, events);
        }
        statement.setLong(11, version);
        statement.setLong(12, version);
        return statement;
    }

    private static void bind(PreparedStatement statement, NewEvent event) throws SQLException {
        statement.setString(5, event.type());
        statement.setString(6, event.id());
        statement.setString(7, event.data());
        statement.setString(8, event.metadata());
        statement.setObject(9, timestamp(event));
        statement.setString(10, event.correlationId());
    }

    private static void bind(Connection connection, PreparedStatement statement, List<NewEvent> events)
            throws SQLException {
        statement.setArray(5, texts(connection, events, NewEvent::type));
        statement.setArray(6, texts(connection, events, NewEvent::id));
        statement.setArray(7, texts(connection, events, NewEvent::data));
        statement.setArray(8, texts(connection, events, NewEvent::metadata));
        statement.setArray(
                9,
                connection.createArrayOf(
                        "timestamptz",
                        events.stream().map(JdbcArrayAppender::timestamp).toArray()));
        statement.setArray(10, texts(connection, events, NewEvent::correlationId));
    }

    private static java.sql.Array texts(Connection connection, List<NewEvent> events, Function<NewEvent, String> column)
            throws SQLException {
        return connection.createArrayOf("varchar", events.stream().map(column).toArray());
    }

    private static OffsetDateTime timestamp(NewEvent event) {
        return event.timestamp().atOffset(ZoneOffset.UTC);
    }
}
