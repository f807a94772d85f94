package com.bookstore.benchmarks.eventstore;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.benchmarks.kafka.Books;
import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import com.bookstore.events.eventstore.ExpectedVersion;
import com.bookstore.events.json.EventSerializer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A store that holds much: rows as the library writes them, made in the database. Some streams get their events in turn, then the
 * next ones do, as aggregates live for a while.
 *
 * @param service whose store it is
 * @param streams how many streams there are, of {@link Streams#EVENTS} events each
 * @param window how many streams get their events in turn
 */
record FilledTable(StoreService service, int streams, int window) {

    private static final int MOST_IN_TURN = 1_000;
    private static final int DISTINCT = 20_000;
    private static final int DAYS = 80;

    private static final String SAMPLES = "CREATE TABLE %s_sample (n INTEGER PRIMARY KEY, event_data JSON NOT NULL)";

    private static final String FILL =
            """
            INSERT INTO %1$s (aggregate_type, aggregate_id, event_version, event_type, event_id, event_data, metadata,
              timestamp, correlation_id)
            SELECT '%2$s', %3$s, version, one.event_type, id, (SELECT event_data FROM %1$s_sample WHERE n = i %% %4$d),
              one.metadata, at, id
            FROM (SELECT i, i / (%5$d * w) * w + i %% w AS stream, i %% (%5$d * w) / w + 1 AS version,
                uuidv7(-age)::text AS id, date_trunc('milliseconds', statement_timestamp() - age) AS at
              FROM (SELECT i, %6$d::bigint AS w, interval '%8$d days' * (1 - i::float8 / %7$d) AS age
                FROM generate_series(0, %7$d::bigint - 1) AS i OFFSET 0) made OFFSET 0) filling,
              %1$s_one one""";

    /**
     * Fills an empty store.
     *
     * @param rows about how many events
     * @param writers what the number of streams is to be divisible by
     */
    static FilledTable fill(StoreService service, int rows, int writers) {
        int wanted = Math.max(writers, rows / Streams.EVENTS / writers * writers);
        int window = Math.min(MOST_IN_TURN / writers * writers, wanted);
        FilledTable filled = new FilledTable(service, wanted / window * window, window);
        try {
            filled.fill();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return filled;
    }

    int rows() {
        return streams * Streams.EVENTS;
    }

    private void fill() throws SQLException {
        PostgresDatabase database = service.table().database();
        String table = service.table().name();
        samples();
        Book any = service.books().get(0);
        service.store().append(Streams.TYPE, "any", ExpectedVersion.none(), List.of(any.event()));
        database.execute("CREATE TABLE %1$s_one AS SELECT event_type, metadata FROM %1$s".formatted(table));
        database.execute("TRUNCATE %s RESTART IDENTITY".formatted(table));
        List<String> indexes = dropIndexes();
        database.execute(
                FILL.formatted(table, Streams.TYPE, Streams.ID_IN_SQL, DISTINCT, Streams.EVENTS, window, rows(), DAYS));
        indexes.forEach(database::execute);
        database.execute("VACUUM ANALYZE " + table);
        database.settle();
    }

    private void samples() throws SQLException {
        EventSerializer serializer = service.service().bean(EventSerializer.class);
        String table = service.table().name();
        service.table().database().execute(SAMPLES.formatted(table));
        try (Connection connection = service.table().database().connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO %s_sample VALUES (?, CAST(? AS json))".formatted(table))) {
            connection.setAutoCommit(false);
            for (int i = 0; i < DISTINCT; i++) {
                insert.setInt(1, i);
                insert.setString(
                        2,
                        new String(serializer.writeFields(service.books().get(i).event()), StandardCharsets.UTF_8));
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    /** Indexes are made faster afterwards; that of the positions grows at its end only, and stays. */
    private List<String> dropIndexes() throws SQLException {
        String table = service.table().name();
        List<String> definitions = new ArrayList<>();
        try (Connection connection = service.table().database().connect();
                Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = '%s' AND indexname NOT LIKE '%%_pkey'"
                            .formatted(table))) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                    definitions.add(rows.getString(2));
                }
            }
            for (String name : names) {
                statement.execute("DROP INDEX " + name);
            }
        }
        return definitions;
    }

    /** Says what a reader of one stream is given. */
    void addExpected(int stream, Tally tally) {
        Books books = service.books();
        int first = stream / window * window * Streams.EVENTS + stream % window;
        for (int i = 0; i < Streams.EVENTS; i++) {
            tally.add(Streams.checksum(books.get(first + i * window).event()));
        }
    }

    /** Checks that the statements above have made what they should have. */
    void verify() {
        Tally.Count found = new Tally.Count(
                service.table()
                        .database()
                        .number("SELECT count(*) FROM " + service.table().name()),
                0);
        if (found.events() != rows()) {
            throw new LostEventsException(service.table().name(), new Tally.Count(rows(), 0), found);
        }
    }
}
