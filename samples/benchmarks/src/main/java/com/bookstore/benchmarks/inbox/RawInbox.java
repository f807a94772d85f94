package com.bookstore.benchmarks.inbox;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.benchmarks.kafka.PlainBookCreated;
import com.bookstore.benchmarks.listening.RawConsumers;
import com.bookstore.benchmarks.measuring.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** An inbox written by hand: parse, insert the ids, handle what was not there, commit. Nothing else is written. */
final class RawInbox {

    static final String TABLE = "inbox_by_hand";
    static final String GROUP = "by-hand";

    private static final String INSERT_ALL =
            """
            INSERT INTO inbox_by_hand (consumer, event_id, handled_at)
            SELECT ?, i.id, now() FROM unnest(?) AS i (id) ON CONFLICT DO NOTHING RETURNING event_id""";

    private static final String INSERT_ONE =
            """
            INSERT INTO inbox_by_hand (consumer, event_id, handled_at)
            VALUES (?, ?, now()) ON CONFLICT DO NOTHING""";

    private final Tally tally = new Tally();
    private final ObjectReader reader = JsonMapper.builder().build().readerFor(PlainBookCreated.class);
    private final DataSource dataSource;

    RawInbox(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    Tally tally() {
        return tally;
    }

    /** Takes what was polled in one transaction. */
    RawConsumers.Handler batch() {
        return polled -> inTransaction(connection -> handleAll(connection, polled));
    }

    /** Takes each record in a transaction of its own. */
    RawConsumers.Handler each() {
        return polled -> polled.forEach(message -> inTransaction(connection -> handle(connection, message)));
    }

    private void handleAll(Connection connection, ConsumerRecords<String, byte[]> polled) throws SQLException {
        List<PlainBookCreated> events = new ArrayList<>(polled.count());
        for (ConsumerRecord<String, byte[]> message : polled) {
            events.add(reader.readValue(message.value()));
        }
        Set<String> added = new HashSet<>(2 * events.size());
        try (PreparedStatement insert = connection.prepareStatement(INSERT_ALL)) {
            insert.setString(1, GROUP);
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "varchar",
                            events.stream().map(PlainBookCreated::eventId).toArray()));
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    added.add(rows.getString(1));
                }
            }
        }
        events.stream().filter(event -> added.remove(event.eventId())).forEach(this::handle);
    }

    private void handle(Connection connection, ConsumerRecord<String, byte[]> message) throws SQLException {
        PlainBookCreated event = reader.readValue(message.value());
        try (PreparedStatement insert = connection.prepareStatement(INSERT_ONE)) {
            insert.setString(1, GROUP);
            insert.setString(2, event.eventId());
            if (insert.executeUpdate() == 1) {
                handle(event);
            }
        }
    }

    private void handle(PlainBookCreated event) {
        tally.add(Book.checksum(event.bookId(), event.isbn(), event.stock()));
    }

    private void inTransaction(Work work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            work.run(connection);
            connection.commit();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private interface Work {
        void run(Connection connection) throws SQLException;
    }
}
