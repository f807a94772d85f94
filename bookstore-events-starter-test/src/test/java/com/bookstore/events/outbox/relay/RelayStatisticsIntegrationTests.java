package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.outbox.OutboxTables;
import com.bookstore.events.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** What PostgreSQL makes of the relay's statements when its statistics tell of another owner. */
@Timeout(240)
class RelayStatisticsIntegrationTests {

    private static final int PARTITIONS = 64;
    private static final int STORED = 20_000;
    private static final int DELETED = 20;

    @Test
    void deletesWithoutLookingForEachEventInEachPartition() {
        try (HikariDataSource pool = PostgresServer.pool(1)) {
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            jdbc.execute("CREATE SCHEMA analysed");
            jdbc.execute("SET search_path TO analysed");
            new ResourceDatabasePopulator(new ClassPathResource("com/bookstore/events/outbox/schema-postgresql.sql"))
                    .execute(pool);
            jdbc.update(
                    "INSERT INTO outbox_partition SELECT no, NULL, 1, now() FROM generate_series(0, ?) no",
                    PARTITIONS - 1);
            jdbc.update("INSERT INTO outbox (seq, id, aggregatetype, aggregateid, type, payload, partition_no)"
                    + " SELECT no, 'id', 'books', 'a', 'sold', '', no %% %d FROM generate_series(1, %d) no"
                            .formatted(PARTITIONS, STORED));
            jdbc.execute("ANALYZE outbox_partition");
            jdbc.execute("ANALYZE outbox");
            jdbc.update("UPDATE outbox_partition SET owner = 'me'");
            long before = rowsRead(jdbc);

            table(pool).delete(firstOfThem(), "me");

            assertThat(rowsRead(jdbc) - before).isBetween((long) DELETED, 2L * DELETED);
            assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM outbox WHERE seq <= ?", Long.class, DELETED))
                    .isZero();
            jdbc.execute("DROP SCHEMA analysed CASCADE");
        }
    }

    private static JdbcRelayTable table(HikariDataSource pool) {
        return new JdbcRelayTable(
                new OutboxTables(
                        JdbcDatabase.of(pool),
                        new TableName(null, "outbox"),
                        new TableName(null, "outbox_parked"),
                        new TableName(null, "outbox_partition"),
                        new TableName(null, "outbox_relay"),
                        new TableName(null, "outbox_lock")),
                false);
    }

    private static List<RelayRow> firstOfThem() {
        return LongStream.rangeClosed(1, DELETED)
                .mapToObj(
                        no -> new RelayRow(no, (int) (no % PARTITIONS), "id", "books", "a", "sold", null, new byte[0]))
                .toList();
    }

    /** How many rows of events this connection has read by now. */
    private static long rowsRead(JdbcTemplate jdbc) {
        jdbc.queryForList("SELECT pg_stat_force_next_flush()");
        return jdbc.queryForObject(
                "SELECT COALESCE(idx_tup_fetch, 0) + seq_tup_read FROM pg_stat_user_tables"
                        + " WHERE relid = 'outbox'::regclass",
                Long.class);
    }
}
