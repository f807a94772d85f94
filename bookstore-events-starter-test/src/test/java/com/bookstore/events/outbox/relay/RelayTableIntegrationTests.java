package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.outbox.OutboxTables;
import com.bookstore.events.outbox.relay.JdbcRelayTable.Read;
import com.bookstore.events.outbox.relay.RelayBatch.Refused;
import com.bookstore.events.servers.TestDatabase;
import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** What the relay reads, deletes and sets aside, with each database. */
@Timeout(240)
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelayTableIntegrationTests {

    private static final String ME = "me";

    @Parameter
    private TestDatabase database;

    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private OutboxTables tables;

    @BeforeParameterizedClassInvocation
    void start() throws Exception {
        pool = database.pool(5);
        jdbc = new JdbcTemplate(pool);
        JdbcDatabase found = JdbcDatabase.of(pool);
        String script = new ClassPathResource("com/bookstore/events/outbox/schema-%s.sql"
                        .formatted(found.dialect().platform()))
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("outbox", "mine");
        new ResourceDatabasePopulator(new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8))).execute(pool);
        tables = in(found);
    }

    private static OutboxTables in(JdbcDatabase database) {
        return new OutboxTables(
                database,
                new TableName(null, "mine"),
                new TableName(null, "mine_parked"),
                new TableName(null, "mine_partition"),
                new TableName(null, "mine_relay"),
                new TableName(null, "mine_lock"));
    }

    @AfterParameterizedClassInvocation
    void stop() {
        for (String table : List.of("mine", "mine_parked", "mine_partition", "mine_relay", "mine_lock")) {
            jdbc.execute("DROP TABLE " + table);
        }
        pool.close();
    }

    @BeforeEach
    void own() {
        for (String table : List.of("mine", "mine_parked", "mine_partition")) {
            jdbc.update("DELETE FROM " + table);
        }
        jdbc.update("INSERT INTO mine_partition (partition_no, owner, token, expires_at) VALUES (1, '%s', 1, %s)"
                .formatted(ME, tables.database().dialect().now()));
    }

    @Test
    void movesARefusedEventAsItIs() {
        String key = "ä€".repeat(2_500);
        store(7, key, new byte[] {1, 2, 3});

        assertThat(new JdbcRelayTable(tables, false).park(refused(7), ME)).isTrue();

        assertThat(count("mine")).isZero();
        assertThat(jdbc.queryForObject("SELECT aggregateid FROM mine_parked", String.class))
                .isEqualTo(key);
        assertThat(jdbc.queryForObject("SELECT payload FROM mine_parked", byte[].class))
                .containsExactly(1, 2, 3);
        assertThat(jdbc.queryForObject("SELECT cause FROM mine_parked", String.class))
                .isEqualTo("RecordTooLargeException: too large");
    }

    @Test
    void anEventWhosePartitionIsLostWhileItIsSetAsideStaysWhereItIs() {
        store(7, "a", new byte[] {1});
        LosingDataSource losing = new LosingDataSource(
                pool, "DELETE FROM mine ", () -> jdbc.update("UPDATE mine_partition SET owner = 'another'"));
        JdbcRelayTable table =
                new JdbcRelayTable(in(new JdbcDatabase(losing, tables.database().dialect())), false);

        assertThat(table.park(refused(7), ME)).isFalse();

        assertThat(losing.times()).isEqualTo(1);
        assertThat(count("mine_parked")).isZero();
        assertThat(count("mine")).isEqualTo(1);
    }

    @Test
    void anEventThatIsSetAsideAlreadyIsNoLongerWhereItWas() {
        store(7, "a", new byte[] {1});
        JdbcRelayTable table = new JdbcRelayTable(tables, false);
        table.park(refused(7), ME);
        store(7, "a", new byte[] {1});

        assertThat(table.park(refused(7), ME)).isTrue();

        assertThat(count("mine_parked")).isEqualTo(1);
        assertThat(count("mine")).isZero();
    }

    @Test
    void anotherOwnersEventsStay() {
        store(7, "a", new byte[] {1});
        JdbcRelayTable table = new JdbcRelayTable(tables, false);

        table.delete(List.of(row(7)), "another");
        assertThat(table.park(refused(7), "another")).isFalse();

        assertThat(count("mine")).isEqualTo(1);
        assertThat(count("mine_parked")).isZero();
        table.delete(List.of(row(7)), ME);
        assertThat(count("mine")).isZero();
    }

    @Test
    void readsLargeEventsAndSmallOnesInTheirOrder() {
        String key = "ä€".repeat(2_500);
        store(1, "a", new byte[] {1});
        store(2, key, new byte[] {2});
        store(3, "a", new byte[9_000]);
        store(4, "a", new byte[] {4});
        jdbc.update("UPDATE mine SET headers = '{\"traceparent\":\"00\"}' WHERE seq <> 4");

        List<RelayRow> rows = oldest(2_000, 1_000_000);

        assertThat(rows).extracting(RelayRow::sequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(rows).extracting(RelayRow::key).containsExactly("a", key, "a", "a");
        assertThat(rows).extracting(row -> row.payload().length).containsExactly(1, 1, 9_000, 1);
        assertThat(rows.subList(0, 3)).extracting(RelayRow::headers).containsOnly("{\"traceparent\":\"00\"}");
        assertThat(rows.get(3).headers()).isNull();
        assertThat(oldest(2_000, 1)).extracting(RelayRow::sequence).containsExactly(1L);
        assertThat(oldest(3, 1_000_000)).extracting(RelayRow::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void readsNothingBehindALargeEventThatIsGoneMeanwhile() {
        store(1, "a", new byte[] {1});
        store(2, "a", new byte[9_000]);
        store(3, "a", new byte[] {1});
        LosingDataSource losing = new LosingDataSource(
                pool,
                "SELECT seq, partition_no, id, aggregatetype, aggregateid",
                () -> jdbc.update("DELETE FROM mine WHERE seq = 2"));
        JdbcRelayTable table =
                new JdbcRelayTable(in(new JdbcDatabase(losing, tables.database().dialect())), false);

        assertThat(oldest(table, 2_000, 1_000_000))
                .extracting(RelayRow::sequence)
                .containsExactly(1L);

        assertThat(losing.times()).isEqualTo(1);
    }

    @Test
    void holdsNoMoreThanItMayThoughLargeEventsComeAllAtOnce() {
        byte[] large = new byte[400_000];
        new Random(1).nextBytes(large);
        for (int sequence = 1; sequence <= 150; sequence++) {
            store(sequence, "a", large);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        oldest(2_000, 1);

        long before = threads.getCurrentThreadAllocatedBytes();
        List<RelayRow> rows = oldest(2_000, 1_000_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(rows).extracting(RelayRow::sequence).containsExactly(1L, 2L, 3L);
        assertThat(rows).allSatisfy(row -> assertThat(row.payload()).isEqualTo(large));
        assertThat(allocated).isLessThan(20_000_000);
    }

    @Test
    void keysThatAreHeldAreFoundQuicklyHoweverManyAreSetAside() {
        int count = 5_000;
        storeMany(count);
        jdbc.update(
                """
                INSERT INTO mine_parked (seq, id, aggregatetype, aggregateid, type, payload, partition_no, created_at,
                parked_at, cause) SELECT seq + 1000000, id, aggregatetype, aggregateid, type, payload, partition_no,
                created_at, created_at, 'refused' FROM mine WHERE seq < %d"""
                        .formatted(count));
        JdbcRelayTable holding = new JdbcRelayTable(tables, true);

        long fastest = Long.MAX_VALUE;
        for (int read = 0; read < 3; read++) {
            long start = System.nanoTime();
            assertThat(holding.oldest(new Read(Set.of(1), Set.of(), List.of(), 2_000, 1_000_000)))
                    .extracting(RelayRow::sequence)
                    .containsExactly((long) count);
            fastest = Math.min(fastest, System.nanoTime() - start);
        }

        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void setsAKeyOfAnyLengthAside() {
        String key = new Random(1)
                .ints(20_000, '0', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        store(7, key, new byte[] {1});
        JdbcRelayTable holding = new JdbcRelayTable(tables, true);

        assertThat(holding.park(refused(7), ME)).isTrue();

        store(8, key, new byte[] {1});
        store(9, key + "a", new byte[] {1});
        assertThat(holding.oldest(new Read(Set.of(1), Set.of(), List.of(), 10, 1_000_000)))
                .extracting(RelayRow::sequence)
                .containsExactly(9L);
    }

    @Test
    void readsPastKeys() {
        store(1, "a", new byte[] {1});
        store(2, "a", new byte[] {1});
        store(3, "b", new byte[] {1});
        store(4, "c", new byte[] {1});
        store(5, "b", new byte[] {1});
        jdbc.update("UPDATE mine SET aggregatetype = 'orders' WHERE seq = 2");
        JdbcRelayTable table = new JdbcRelayTable(tables, true);
        Read all = new Read(Set.of(1), Set.of(), List.of(), 10, 1_000_000);

        List<RelayRow> rows = table.oldest(all.withoutKeysOf(List.of(row(1), row(3))));

        assertThat(rows).extracting(RelayRow::sequence).containsExactly(2L, 4L);
    }

    private void storeMany(int count) {
        jdbc.batchUpdate(
                "INSERT INTO mine (seq, id, aggregatetype, aggregateid, type, payload, partition_no)"
                        + " VALUES (?, 'id', 'books', ?, 'sold', ?, 1)",
                IntStream.rangeClosed(1, count)
                        .mapToObj(sequence -> new Object[] {(long) sequence, "key-" + sequence, new byte[] {1}})
                        .toList());
    }

    private List<RelayRow> oldest(int rows, long bytes) {
        return oldest(new JdbcRelayTable(tables, false), rows, bytes);
    }

    private static List<RelayRow> oldest(JdbcRelayTable table, int rows, long bytes) {
        return table.oldest(new Read(Set.of(1), Set.of(), List.of(), rows, bytes));
    }

    private void store(long sequence, String key, byte[] payload) {
        jdbc.update(
                "INSERT INTO mine (seq, id, aggregatetype, aggregateid, type, payload, partition_no)"
                        + " VALUES (?, 'id', 'books', ?, 'sold', ?, 1)",
                sequence,
                key,
                payload);
    }

    private static Refused refused(long sequence) {
        return new Refused(row(sequence), new RecordTooLargeException("too large"));
    }

    private static RelayRow row(long sequence) {
        return new RelayRow(sequence, 1, "id", "books", "a", "sold", null, new byte[] {1});
    }

    private int count(String table) {
        return jdbc.queryForObject("SELECT count(*) FROM " + table, Integer.class);
    }
}
