package com.bookstore.events.deadletter.store;

import com.bookstore.events.jdbc.JdbcDialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.springframework.jdbc.core.RowMapper;

/** Reads what is known of a dead letter from its row. */
final class JdbcLetterRow implements RowMapper<DeadLetter> {

    /** How many columns it takes. */
    static final int COLUMNS = 17;

    /** The columns in their order. */
    static String columns(JdbcDialect dialect) {
        return "id, status, consumer_group, topic, partition_no, offset_no, record_timestamp, record_key, type, event_id,"
                + " cause_class, cause_message, attempts, replays, value_size, %1$s + %2$s, %1$s + %3$s"
                        .formatted(
                                dialect.epochMillis(),
                                dialect.millisUntil("stored_at"),
                                dialect.millisUntil("changed_at"));
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
                Instant.ofEpochMilli(row.getLong(16)),
                Instant.ofEpochMilli(row.getLong(17)));
    }
}
