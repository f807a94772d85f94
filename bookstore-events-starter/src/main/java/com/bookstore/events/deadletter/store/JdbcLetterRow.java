package com.bookstore.events.deadletter.store;

import com.bookstore.events.jdbc.JdbcDialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.RowMapper;

/** Reads what is known of a dead letter from its row. */
final class JdbcLetterRow implements RowMapper<DeadLetter> {

    /** How many columns it takes. */
    static final int COLUMNS = 17;

    /** The columns in their order. */
    static final String NAMES =
            """
            id, status, consumer_group, topic, partition_no, offset_no, record_timestamp, record_key, type, event_id,\
             cause_class, cause_message, attempts, replays, value_size, stored_at, changed_at""";

    private final JdbcDialect dialect;

    JdbcLetterRow(JdbcDialect dialect) {
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
            case MYSQL, MARIADB -> row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
            case POSTGRESQL, H2 -> row.getObject(column, OffsetDateTime.class).toInstant();
        };
    }
}
