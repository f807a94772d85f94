package com.bookstore.events.eventstore;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.jdbc.JdbcDialect;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.RowMapper;

/** Reads events from rows. Thread-safe. */
final class JdbcEventRows implements RowMapper<StoredEvent> {

    /** The columns in their order. */
    static final String COLUMNS =
            """
            position, aggregate_type, aggregate_id, event_version, event_type, event_id, event_data, metadata, timestamp,\
             correlation_id""";

    private final JdbcDialect dialect;
    private final StoredEvents events;

    JdbcEventRows(JdbcDialect dialect, StoredEvents events) {
        this.dialect = dialect;
        this.events = events;
    }

    /** A time as the column takes it. */
    static Object timestamp(JdbcDialect dialect, Instant time) {
        return switch (dialect) {
            case MYSQL, MARIADB -> LocalDateTime.ofInstant(time, ZoneOffset.UTC);
            case POSTGRESQL, H2 -> time.atOffset(ZoneOffset.UTC);
        };
    }

    @Override
    public StoredEvent mapRow(ResultSet row, int number) throws SQLException {
        long position = row.getLong(1);
        try {
            EventMetadata metadata = events.metadata()
                    .read(row.getString(6), time(row.getObject(9, timeClass())), row.getString(10), row.getString(8));
            return new StoredEvent(
                    position,
                    new StreamName(row.getString(2), row.getString(3)),
                    row.getLong(4),
                    row.getString(5),
                    metadata,
                    data(row),
                    events);
        } catch (RuntimeException invalid) {
            String what = "its stream or metadata are none (%s)"
                    .formatted(invalid.getClass().getSimpleName());
            throw new EventStoreException.UnreadableEvent(position, what, invalid);
        }
    }

    private byte[] data(ResultSet row) throws SQLException {
        return dialect == JdbcDialect.POSTGRESQL // sends texts in UTF-8, whatever the database has
                ? row.getBytes(7)
                : row.getString(7).getBytes(StandardCharsets.UTF_8);
    }

    private Class<?> timeClass() {
        return switch (dialect) {
            case MYSQL, MARIADB -> LocalDateTime.class;
            case POSTGRESQL, H2 -> OffsetDateTime.class;
        };
    }

    private static Instant time(Object column) {
        return column instanceof OffsetDateTime time
                ? time.toInstant()
                : ((LocalDateTime) column).toInstant(ZoneOffset.UTC);
    }
}
