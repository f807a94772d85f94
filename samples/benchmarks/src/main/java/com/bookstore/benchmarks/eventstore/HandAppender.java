package com.bookstore.benchmarks.eventstore;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.RegisteredEventType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/** The same statement on the same connections, and nothing around it. Metadata and fields are made as the starter makes them. */
final class HandAppender implements EventAppender {

    private static final String INSERT =
            """
            INSERT INTO %1$s (aggregate_type, aggregate_id, event_version, event_type, event_id, event_data,
             metadata, timestamp, correlation_id)
            SELECT ?, ?, s.version + 1, ?, ?, CAST(? AS json), CAST(? AS json), ?, ?
            FROM (SELECT COALESCE(MAX(event_version), 0) AS version FROM %1$s
             WHERE aggregate_type = ? AND aggregate_id = ?) s
            WHERE s.version = ?
            ON CONFLICT DO NOTHING RETURNING position, event_version""";

    private static final String METADATA = "{\"source\":\"book-service\",\"version\":\"1.0\"}";

    private final String insert;
    private final DataSource dataSource;
    private final EventMetadataFactory metadata;
    private final EventSerializer serializer;
    private final RegisteredEventType type;

    HandAppender(StoreService service, EventTable table) {
        this.insert = INSERT.formatted(table.name());
        this.dataSource = service.dataSource();
        this.metadata = service.service().bean(EventMetadataFactory.class);
        this.serializer = service.service().bean(EventSerializer.class);
        this.type = service.service().bean(EventTypeRegistry.class).get(BookCreatedEvent.class);
    }

    @Override
    public void append(String streamId, long version, Book book) {
        EventMetadata with = metadata.create(type);
        String data = new String(serializer.writeFields(book.event()), StandardCharsets.UTF_8);
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                bind(statement, streamId, version, with, data);
                requireInserted(statement, streamId, version);
            }
            connection.commit();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void bind(PreparedStatement statement, String streamId, long version, EventMetadata with, String data)
            throws SQLException {
        statement.setString(1, Streams.TYPE);
        statement.setString(2, streamId);
        statement.setString(3, type.name());
        statement.setString(4, with.eventId());
        statement.setString(5, data);
        statement.setString(6, METADATA);
        statement.setObject(7, with.timestamp().atOffset(ZoneOffset.UTC));
        statement.setString(8, with.correlationId());
        statement.setString(9, Streams.TYPE);
        statement.setString(10, streamId);
        statement.setLong(11, version);
    }

    private static void requireInserted(PreparedStatement statement, String streamId, long version)
            throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next() || rows.getLong(1) < 1 || rows.getLong(2) != version + 1) {
                throw new IllegalStateException("conflict at version %d of %s".formatted(version, streamId));
            }
        }
    }
}
