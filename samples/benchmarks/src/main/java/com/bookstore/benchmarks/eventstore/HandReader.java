package com.bookstore.benchmarks.eventstore;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.type.EventTypeRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a table of events by one statement. Every column is read, and fields become events as the starter reads them. */
final class HandReader {

    static final int FETCH_SIZE = 1_000;

    private static final String SELECT =
            """
            SELECT position, aggregate_type, aggregate_id, event_version, event_type, event_id, event_data, metadata,
             timestamp, correlation_id FROM %s WHERE position > ? ORDER BY position""";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DataSource dataSource;
    private final String select;
    private final EventTypeRegistry types;
    private final EventDeserializer deserializer;

    HandReader(StoreService service) {
        this.dataSource = service.dataSource();
        this.select = SELECT.formatted(service.table().name());
        this.types = service.service().bean(EventTypeRegistry.class);
        this.deserializer = service.service().bean(EventDeserializer.class);
    }

    void read(Consumer<EventEnvelope<?>> handler) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(select)) {
                statement.setFetchSize(FETCH_SIZE);
                statement.setLong(1, 0);
                try (ResultSet rows = statement.executeQuery()) {
                    read(rows, handler);
                }
            }
            connection.commit();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Most events have the same metadata but for what has a column: it is not parsed again. */
    private void read(ResultSet rows, Consumer<EventEnvelope<?>> handler) throws SQLException {
        String last = "";
        String source = "";
        String version = "";
        while (rows.next()) {
            Row row = Row.of(rows);
            if (!row.metadata.equals(last)) {
                last = row.metadata;
                JsonNode object = JSON.readTree(last);
                source = object.get("source").asString();
                version = object.get("version").asString();
            }
            EventMetadata metadata =
                    new EventMetadata(row.eventId, row.timestamp.toInstant(), source, version, row.correlationId, null);
            handler.accept(deserializer.readFields(Objects.requireNonNull(types.find(row.type)), metadata, row.data));
        }
    }

    /** What a reader knows of an event. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Row(
            long position,
            String streamType,
            String streamId,
            long streamVersion,
            String type,
            String eventId,
            byte[] data,
            String metadata,
            OffsetDateTime timestamp,
            String correlationId) {

        static Row of(ResultSet rows) throws SQLException {
            return new Row(
                    rows.getLong(1),
                    rows.getString(2),
                    rows.getString(3),
                    rows.getLong(4),
                    rows.getString(5),
                    rows.getString(6),
                    rows.getBytes(7),
                    rows.getString(8),
                    rows.getObject(9, OffsetDateTime.class),
                    rows.getString(10));
        }
    }
}
