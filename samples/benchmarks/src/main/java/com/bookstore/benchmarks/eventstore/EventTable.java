package com.bookstore.benchmarks.eventstore;

import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import com.bookstore.events.domain.BookCreatedEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import tools.jackson.databind.json.JsonMapper;

/**
 * A table of events in the database.
 *
 * @param database the database
 * @param name the table's name
 */
record EventTable(PostgresDatabase database, String name) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FETCH_SIZE = 1_000;

    /** Makes another one with the same columns and indexes. */
    EventTable copy(String other) {
        database.execute("CREATE TABLE %s (LIKE %s INCLUDING ALL)".formatted(other, name));
        return new EventTable(database, other);
    }

    void empty() {
        database.empty(name);
    }

    long lastPosition() {
        return database.number("SELECT max(position) FROM " + name);
    }

    /** Says how large it is, with its indexes. */
    String size() {
        return "%,d rows, %,d MB"
                .formatted(
                        database.number("SELECT count(*) FROM " + name),
                        database.number("SELECT pg_total_relation_size('%s')".formatted(name)) >> 20);
    }

    /** Reads what was stored behind a position. */
    Tally.Count read(long position) {
        return read(
                "SELECT aggregate_id, event_version, event_data FROM %s WHERE position > %d".formatted(name, position));
    }

    /** Reads rows of a stream's name, a version and an event's fields. */
    Tally.Count read(String sql) {
        Tally found = new Tally();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    BookCreatedEvent event = JSON.readValue(rows.getBytes(3), BookCreatedEvent.class);
                    found.add(Streams.checksum(rows.getString(1), rows.getLong(2), Streams.checksum(event)));
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return found.count();
    }
}
