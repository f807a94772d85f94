package com.bookstore.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the table promises, in each database. */
@Timeout(180)
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdbcInboxIntegrationTests {

    private static final TableName TABLE = new TableName(null, "inbox_contract");

    @Parameter
    private TestDatabase database;

    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private TransactionTemplate transactions;
    private JdbcInbox inbox;
    private ExecutorService others;

    @BeforeParameterizedClassInvocation
    void open() throws Exception {
        pool = database.pool(4);
        jdbc = new JdbcTemplate(pool);
        transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
        others = Executors.newCachedThreadPool();
        JdbcInbox.schema(TABLE).create(pool);
        try (Connection connection = pool.getConnection()) {
            inbox = new JdbcInbox(pool, JdbcDialect.of(connection), TABLE, Duration.ofSeconds(60));
        }
    }

    @AfterParameterizedClassInvocation
    void close() {
        others.shutdownNow();
        pool.close();
    }

    @BeforeEach
    void empty() {
        jdbc.update("DELETE FROM " + TABLE);
    }

    @Test
    void saysWhichEventsWereNotThere() {
        assertThat(add("a")).containsExactly("a");
        assertThat(add("a")).isEmpty();
        assertThat(add("c", "b", "a")).containsExactlyInAnyOrder("b", "c");
        assertThat(add("a", "b", "c")).isEmpty();
        assertThat(add("e", "d")).containsExactlyInAnyOrder("d", "e");
        assertThat(count()).isEqualTo(5);
    }

    @Test
    void takesBatchesLargerThanAStatement() {
        List<String> all = IntStream.range(0, 2_500).mapToObj(i -> "event-" + i).toList();
        assertThat(add(all.get(1_234), all.get(7))).hasSize(2);

        assertThat(addAll(all)).hasSize(2_498).doesNotContain(all.get(1_234), all.get(7));
        assertThat(addAll(all)).isEmpty();
        assertThat(count()).isEqualTo(2_500);
    }

    @Test
    void consumersDoNotSeeEachOther() {
        assertThat(add("a", "b")).hasSize(2);

        assertThat(inTransaction("others", List.of("a", "b", "c"))).hasSize(3);
    }

    @Test
    void whatIsRolledBackWasNeverThere() {
        transactions.executeWithoutResult(status -> {
            assertThat(inbox.add("books", List.of("a"))).hasSize(1);
            assertThat(inbox.add("books", List.of("b", "c"))).hasSize(2);
            status.setRollbackOnly();
        });

        assertThat(count()).isZero();
        assertThat(add("a", "b", "c")).hasSize(3);
    }

    @Test
    void takesBackWhatWasAdded() {
        transactions.executeWithoutResult(status -> {
            inbox.add("books", List.of("a", "b", "c"));
            inbox.remove("books", List.of("b", "c"));
        });

        assertThat(add("a", "b", "c")).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void comparesIdsAndConsumersExactly() {
        List<String> alike = List.of("a", "A", "a ", "ä", "a\u0308", "\u00E4 ", "ß", "ss", "'; DROP TABLE inbox; --");
        assertThat(addAll(alike)).hasSameSizeAs(alike);

        List<String> long100 = List.of("😀".repeat(50), "x".repeat(99) + "y", "x".repeat(100));
        assertThat(addAll(long100)).hasSize(3);
        assertThat(addAll(long100)).isEmpty();
        for (String consumer : List.of("Books", "books ", "c".repeat(255), "c".repeat(254) + "C")) {
            assertThat(inTransaction(consumer, List.of("a"))).as(consumer).hasSize(1);
        }
    }

    @Test
    void theSecondWaitsAndFindsWhatTheFirstHasCommitted() throws Exception {
        assertThat(whileAnotherTransactionHas(List.of("a"), true, List.of("a"))).isEmpty();
        assertThat(whileAnotherTransactionHas(List.of("m", "x"), true, List.of("l", "m", "n", "x")))
                .containsExactlyInAnyOrder("l", "n");
    }

    @Test
    void theSecondWaitsAndGetsWhatTheFirstHasRolledBack() throws Exception {
        assertThat(whileAnotherTransactionHas(List.of("a"), false, List.of("a")))
                .hasSize(1);
        assertThat(whileAnotherTransactionHas(List.of("m", "x"), false, List.of("l", "m", "n", "x")))
                .hasSize(4);
    }

    @Test
    void theHandlerSeesWhatTheTransactionItWaitedForHasWritten() throws Exception {
        jdbc.execute("CREATE TABLE IF NOT EXISTS inbox_seen (amount INTEGER NOT NULL)");
        jdbc.update("DELETE FROM inbox_seen");
        jdbc.update("INSERT INTO inbox_seen VALUES (1)");
        add("a");
        CountDownLatch added = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Void> other = CompletableFuture.runAsync(
                () -> transactions.executeWithoutResult(status -> {
                    inbox.add("books", List.of("b"));
                    jdbc.update("UPDATE inbox_seen SET amount = 2");
                    added.countDown();
                    awaitUninterrupted(end);
                }),
                others);
        assertThat(added.await(60, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Integer> seen = CompletableFuture.supplyAsync(
                () -> transactions.execute(status -> {
                    assertThat(inbox.add("books", List.of("a", "b", "c"))).containsExactly("c");
                    return jdbc.queryForObject("SELECT amount FROM inbox_seen", Integer.class);
                }),
                others);
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(5)).until(() -> !seen.isDone());
        end.countDown();
        other.get(60, TimeUnit.SECONDS);

        assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void theWaitForAnotherTransactionEnds() throws Exception {
        JdbcInbox impatient;
        try (Connection connection = pool.getConnection()) {
            impatient = new JdbcInbox(pool, JdbcDialect.of(connection), TABLE, Duration.ofSeconds(1));
        }
        CountDownLatch added = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Void> other = CompletableFuture.runAsync(
                () -> transactions.executeWithoutResult(status -> {
                    inbox.add("books", List.of("a"));
                    added.countDown();
                    awaitUninterrupted(end);
                }),
                others);
        assertThat(added.await(60, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> transactions.execute(status -> impatient.add("books", List.of("a"))))
                .isInstanceOf(DataAccessException.class);
        end.countDown();
        other.get(60, TimeUnit.SECONDS);
    }

    @Test
    void batchesOfTheSameEventsDoNotBlockEachOtherWhateverTheirOrder() throws Exception {
        for (int round = 0; round < 20; round++) {
            String prefix = "round-" + round + "-";
            List<String> upwards =
                    IntStream.range(0, 200).mapToObj(i -> prefix + i).toList();
            List<String> downwards = new ArrayList<>(upwards);
            Collections.reverse(downwards);

            var first = CompletableFuture.supplyAsync(() -> addAll(upwards), others);
            var second = CompletableFuture.supplyAsync(() -> addAll(downwards), others);

            assertThat(first.get(60, TimeUnit.SECONDS).size()
                            + second.get(60, TimeUnit.SECONDS).size())
                    .isEqualTo(200);
        }
    }

    @Test
    void deletesWhatIsOldInChunksByTheDatabasesClock() {
        addAll(IntStream.range(0, 25).mapToObj(i -> "old-" + i).toList());
        jdbc.update("UPDATE %s SET handled_at = %s"
                .formatted(TABLE, ago(Duration.ofDays(90).plusMinutes(1))));
        addAll(IntStream.range(0, 5).mapToObj(i -> "new-" + i).toList());
        jdbc.update("UPDATE %s SET handled_at = %s WHERE event_id = 'new-0'"
                .formatted(TABLE, ago(Duration.ofDays(90).minusMinutes(1))));

        assertThat(inbox.deleteOlderThan(Duration.ofDays(90), 10)).isEqualTo(10);
        assertThat(inbox.deleteOlderThan(Duration.ofDays(90), 10)).isEqualTo(10);
        assertThat(inbox.deleteOlderThan(Duration.ofDays(90), 10)).isEqualTo(5);
        assertThat(inbox.deleteOlderThan(Duration.ofDays(90), 10)).isZero();
        assertThat(count()).isEqualTo(5);
    }

    @Test
    void takesPartInTransactionsOfItsDatabaseOnly() {
        assertThat(inbox.takesPartInTheTransaction()).isFalse();
        transactions.executeWithoutResult(
                status -> assertThat(inbox.takesPartInTheTransaction()).isTrue());
        try (HikariDataSource another = TestDatabase.H2.pool(1)) {
            new TransactionTemplate(new JdbcTransactionManager(another))
                    .executeWithoutResult(status ->
                            assertThat(inbox.takesPartInTheTransaction()).isFalse());
        }
    }

    private String ago(Duration distance) {
        return switch (database) {
            case H2 -> JdbcDialect.H2.nowPlus(distance.negated());
            case POSTGRESQL -> JdbcDialect.POSTGRESQL.nowPlus(distance.negated());
            default -> JdbcDialect.MARIADB.nowPlus(distance.negated());
        };
    }

    /** What a second transaction gets that begins while the first has not ended. */
    private Set<String> whileAnotherTransactionHas(List<String> first, boolean commit, List<String> second)
            throws Exception {
        empty();
        CountDownLatch added = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Void> other = CompletableFuture.runAsync(
                () -> transactions.executeWithoutResult(status -> {
                    inbox.add("books", first);
                    added.countDown();
                    awaitUninterrupted(end);
                    if (!commit) {
                        status.setRollbackOnly();
                    }
                }),
                others);
        assertThat(added.await(60, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Set<String>> waiting =
                CompletableFuture.supplyAsync(() -> inTransaction("books", second), others);
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(5)).until(() -> !waiting.isDone());
        end.countDown();
        other.get(60, TimeUnit.SECONDS);
        return waiting.get(60, TimeUnit.SECONDS);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private Set<String> add(String... ids) {
        return addAll(List.of(ids));
    }

    private Set<String> addAll(Collection<String> ids) {
        return inTransaction("books", ids);
    }

    private Set<String> inTransaction(String consumer, Collection<String> ids) {
        return transactions.execute(status -> inbox.add(consumer, ids));
    }

    private int count() {
        return jdbc.queryForObject("SELECT count(*) FROM " + TABLE, Integer.class);
    }
}
