package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.outbox.OutboxTables;
import com.bookstore.events.outbox.relay.JdbcParkedEvents.ParkedEvent;
import com.bookstore.events.outbox.relay.JdbcParkedEvents.Selection;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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

/** What is parked, and what waits, with each database. */
@Timeout(240)
@ParameterizedClass
@EnumSource(
        value = TestDatabase.class,
        names = {"H2", "POSTGRESQL", "MARIADB"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParkedEventsIntegrationTests {

    private static final int MANY = Boolean.getBoolean("bookstore.tests.full") ? 1_000_000 : 50_000;

    @Parameter
    private TestDatabase database;

    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private OutboxTables tables;
    private JdbcDialect dialect;
    private JdbcParkedEvents parked;
    private JdbcBacklog backlog;

    @BeforeParameterizedClassInvocation
    void start() throws Exception {
        pool = database.pool(10);
        jdbc = new JdbcTemplate(pool);
        try (Connection connection = pool.getConnection()) {
            dialect = JdbcDialect.of(connection);
        }
        String script = new ClassPathResource("com/bookstore/events/outbox/schema-%s.sql".formatted(dialect.platform()))
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("outbox", "seen");
        new ResourceDatabasePopulator(new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8))).execute(pool);
        tables = new OutboxTables(
                new JdbcDatabase(pool, dialect),
                new TableName(null, "seen"),
                new TableName(null, "seen_parked"),
                new TableName(null, "seen_partition"),
                new TableName(null, "seen_relay"),
                new TableName(null, "seen_lock"));
        parked = new JdbcParkedEvents(tables);
        backlog = new JdbcBacklog(tables);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        pool.close();
    }

    @BeforeEach
    void empty() {
        for (String table : List.of("seen", "seen_parked", "seen_partition", "seen_relay")) {
            jdbc.update("DELETE FROM " + table);
        }
    }

    @Test
    void aRequeuedEventIsTheRowItWas() {
        store(7, Duration.ofMinutes(2));
        var before = jdbc.queryForMap("SELECT * FROM seen");
        parkAll();

        List<ParkedEvent> requeued = parked.requeue(new Selection(7L, null, 1));

        assertThat(requeued).extracting(ParkedEvent::sequence).containsExactly(7L);
        var after =
                jdbc.queryForMap("SELECT seq, id, aggregatetype, type, headers, partition_no, created_at FROM seen");
        after.forEach((column, value) -> assertThat(value).as(column).isEqualTo(before.get(column)));
        assertThat(jdbc.queryForObject("SELECT payload FROM seen", byte[].class))
                .isEqualTo("payload".getBytes(StandardCharsets.UTF_8));
        assertThat(count("seen_parked")).isZero();
    }

    @Test
    void tellsOfAParkedEvent() {
        store(7, Duration.ZERO);
        parkAll();

        ParkedEvent event = parked.oldest(10).get(0);

        assertThat(event.eventId()).isEqualTo("id-7");
        assertThat(event.topic()).isEqualTo("books");
        assertThat(event.key()).hasSize(1_000).startsWith("key");
        assertThat(event.cause()).isEqualTo("refused");
        assertThat(event.parkedAt())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }

    @Test
    void twoWhoRequeueAndTwoWhoDiscardAtTheSameTimeShareTheEvents() throws Exception {
        LongStream.rangeClosed(1, 200).forEach(sequence -> store(sequence, Duration.ZERO));
        parkAll();
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            Callable<List<ParkedEvent>> requeue = () -> parked.requeue(new Selection(null, "books", 60));
            Callable<List<ParkedEvent>> discard = () -> parked.discard(new Selection(null, "books", 60));
            List<Long> changed = new ArrayList<>();
            for (Future<List<ParkedEvent>> done : callers.invokeAll(List.of(requeue, requeue, discard, discard))) {
                done.get().forEach(event -> changed.add(event.sequence()));
            }

            assertThat(changed).doesNotHaveDuplicates();
            assertThat(count("seen_parked")).isEqualTo(200 - changed.size());
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void countsExactlyAndTellsTheAgeByTheDatabasesClock() {
        assertThat(backlog.now())
                .extracting(Backlog::pending, Backlog::oldestAgeMillis)
                .containsExactly(0L, 0L);
        store(5, Duration.ofMinutes(2));
        store(900_000, Duration.ofSeconds(1));

        Backlog found = backlog.now();

        assertThat(found.pending()).isEqualTo(2);
        assertThat(found.parked()).isZero();
        assertThat(found.oldestAgeMillis()).isBetween(120_000L, 180_000L);
    }

    @Test
    void leavesNoTimeoutOnAConnectionOfThePool() throws Exception {
        for (int i = 0; i < 5; i++) {
            backlog.now();
        }
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.getQueryTimeout()).isZero();
        }
    }

    @Test
    void asksCheaplyHoweverMuchWaits() {
        for (int from = 1; from <= MANY; from += 1_000) {
            int first = from;
            jdbc.batchUpdate(
                    "INSERT INTO seen (seq, id, aggregatetype, aggregateid, type, payload, partition_no)"
                            + " VALUES (?, 'id', 'books', 'key', 'sold', ?, 1)",
                    IntStream.range(first, first + 1_000)
                            .mapToObj(i -> new Object[] {(long) i, new byte[] {1}})
                            .toList());
        }

        assertThat(backlog.now().pending()).isEqualTo(MANY);
        long fastest = IntStream.range(0, 10)
                .mapToLong(i -> {
                    long start = System.nanoTime();
                    backlog.now();
                    return Duration.ofNanos(System.nanoTime() - start).toMillis();
                })
                .min()
                .orElseThrow();
        assertThat(fastest).isLessThan(50);
    }

    @Test
    void tellsWhoRelaysWhat() {
        member("alive", Duration.ofSeconds(30));
        member("gone", Duration.ofSeconds(-30));
        partition(1, "alive", Duration.ofSeconds(30));
        partition(2, "gone", Duration.ofSeconds(-30));
        partition(3, null, Duration.ofSeconds(30));

        JdbcBacklog.Relays relays = backlog.relays();

        assertThat(relays.present()).singleElement().satisfies(relay -> {
            assertThat(relay.owner()).isEqualTo("alive");
            assertThat(relay.partitions()).containsExactly(1);
            assertThat(relay.leaseMillis()).isBetween(1L, 30_000L);
        });
        assertThat(relays.unowned()).containsExactly(2, 3);
    }

    private void member(String owner, Duration expiry) {
        jdbc.update(
                "INSERT INTO seen_relay (owner, expires_at) VALUES (?, %s)".formatted(dialect.nowPlus(expiry)), owner);
    }

    private void partition(int number, String owner, Duration expiry) {
        jdbc.update(
                "INSERT INTO seen_partition (partition_no, owner, token, expires_at) VALUES (?, ?, 1, %s)"
                        .formatted(dialect.nowPlus(expiry)),
                number,
                owner);
    }

    private void store(long sequence, Duration age) {
        jdbc.update(
                """
                INSERT INTO seen (seq, id, aggregatetype, aggregateid, type, headers, payload, partition_no, created_at)
                VALUES (?, ?, 'books', ?, 'sold', '{"a":"ä"}', ?, 9, %s)"""
                        .formatted(dialect.nowPlus(age.negated())),
                sequence,
                "id-" + sequence,
                "key".repeat(400),
                "payload".getBytes(StandardCharsets.UTF_8));
    }

    private void parkAll() {
        String columns = "seq, id, aggregatetype, aggregateid, type, headers, payload, partition_no, created_at";
        jdbc.update("INSERT INTO seen_parked (%1$s, parked_at, cause) SELECT %1$s, %2$s, 'refused' FROM seen"
                .formatted(columns, dialect.now()));
        jdbc.update("DELETE FROM seen");
    }

    private long count(String table) {
        return jdbc.queryForObject("SELECT count(*) FROM " + table, Long.class);
    }
}
