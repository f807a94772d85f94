package com.bookstore.events.eventstore.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.eventstore.aggregate.Account.Balance;
import com.bookstore.events.eventstore.aggregate.Account.Fund;
import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Snapshots of aggregates, and what becomes of those that do not fit, with each database. */
@Timeout(240)
@ParameterizedClass
@EnumSource(
        value = TestDatabase.class,
        names = {"H2", "POSTGRESQL", "MARIADB"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class SnapshotIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    @Parameter
    private TestDatabase database;

    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private ConfigurableApplicationContext service;
    private PlatformTransactionManager manager;
    private Aggregates aggregates;

    @BeforeParameterizedClassInvocation
    void start() {
        pool = database.pool(10);
        jdbc = new JdbcTemplate(pool);
        service = AggregateService.start(
                pool,
                "bookstore.events.event-store.table=kept",
                "bookstore.events.event-store.snapshots.table=kept_snapshot",
                "bookstore.events.event-store.snapshots.every=4");
        manager = service.getBean(PlatformTransactionManager.class);
        aggregates = service.getBean(Aggregates.class);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        service.close();
        pool.close();
    }

    @Test
    void aLoadBeginsWithTheLastSnapshot() {
        String id = id();
        fund(id, Account.every(4), 3);
        assertThat(versions(id)).isEmpty();
        fund(id, Account.every(4), 2);
        awaitVersions(id, 5);
        fund(id, Account.every(4), 2);

        Account loading = Account.every(4);
        assertThat(aggregates.load(loading, id)).isEqualTo(new AggregateState<>(new Balance(7, 7, "x"), 7));

        assertThat(loading.applied).hasValue(2);
    }

    @Test
    void theyAreTakenAsOftenAsThePropertySaysWhereThePolicyDoesNot() {
        String id = id();
        fund(id, Account.every(0), 4);

        awaitVersions(id, 4);
    }

    @Test
    void aLongStreamGetsItsFirstSnapshotWhenItIsLoaded() {
        String id = id();
        fund(id, Account.withoutSnapshots(), 10);

        aggregates.load(Account.every(4), id);

        awaitVersions(id, 10);
    }

    @Test
    void oneIsTakenWhenTheTransactionIsCommitted() {
        String id = id();
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            fund(id, Account.every(4), 4);
            fund(id, Account.every(4), 4);
            status.setRollbackOnly();
        });
        String marker = id();
        fund(marker, Account.every(1), 1);
        awaitVersions(marker, 1); // they are written one after the other
        assertThat(versions(id)).isEmpty();

        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            fund(id, Account.every(4), 4);
            fund(id, Account.every(4), 5);
            assertThat(versions(id)).isEmpty();
        });

        awaitVersions(id, 9);
    }

    @Test
    void noneIsTakenOfWhatIsRolledBackToASavepoint() {
        String id = id();
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(outer -> {
            fund(id, Account.every(4), 1);
            transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(inner -> {
                fund(id, Account.every(4), 4);
                inner.setRollbackOnly();
            });
        });
        String marker = id();
        fund(marker, Account.every(1), 1);
        awaitVersions(marker, 1);

        assertThat(versions(id)).isEmpty();
    }

    @Test
    void oneOfAnotherPastOrFutureIsIgnoredAndReplaced(CapturedOutput output) {
        String id = id();
        fund(id, Account.every(4), 5);
        awaitVersions(id, 5);
        for (String change : List.of("event_id = 'another'", "event_version = 1000", "event_version = 4")) {
            jdbc.update("UPDATE kept_snapshot SET " + change + " WHERE aggregate_id = ?", id);

            assertIgnoredAndReplaced(id, 5);
        }

        assertThat(warnings(output, "is of events that are not in its stream")).isEqualTo(1);
    }

    @Test
    void oneThatCannotBeReadIsIgnoredAndReplaced(CapturedOutput output) {
        String id = id();
        fund(id, Account.every(4), 5);
        awaitVersions(id, 5);
        for (String broken : List.of(
                "{\"total\":5,\"count\":5}", "{\"total\":5,\"count\":5,\"last\":\"x\",\"more\":1}", "{", "null")) {
            jdbc.update(
                    "UPDATE kept_snapshot SET state = ? WHERE aggregate_id = ?",
                    broken.getBytes(StandardCharsets.UTF_8),
                    id);

            assertIgnoredAndReplaced(id, 5);
        }

        assertThat(warnings(output, "is no " + Balance.class.getName())).isEqualTo(1);
    }

    /** Loads twice: the first load must not have used it, the second begins with the new one. */
    private void assertIgnoredAndReplaced(String id, int version) {
        Account first = Account.every(4);
        assertThat(aggregates.load(first, id).state()).isEqualTo(new Balance(version, version, "x"));
        assertThat(first.applied).hasValue(version);
        await().atMost(WITHIN)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL_INTERVAL)
                .untilAsserted(() -> {
                    Account second = Account.every(4);
                    assertThat(aggregates.load(second, id).state()).isEqualTo(new Balance(version, version, "x"));
                    assertThat(second.applied).hasValue(0);
                });
        awaitVersions(id, version);
    }

    @Test
    void oneOfAnotherSchemaVersionIsIgnoredAndStaysWhileItIsKeptUp(CapturedOutput output) {
        String id = id();
        fund(id, Account.every(4), 5);
        awaitVersions(id, 5);
        Account newer = new Account(SnapshotPolicy.of(Balance.class, 2).every(4));

        assertThat(aggregates.load(newer, id).state()).isEqualTo(new Balance(5, 5, "x"));
        assertThat(newer.applied).hasValue(5);
        awaitVersions(id, 5, 5);
        aggregates.load(newer, id);
        assertThat(newer.applied).hasValue(5);
        Account older = Account.every(4);
        aggregates.load(older, id);
        assertThat(older.applied).hasValue(0);

        assertThat(warnings(output, "has another schema version than 2")).isEqualTo(1);
        fund(id, newer, 9);
        awaitVersions(id, 14);
    }

    @Test
    void aCommandDoesNotFailWhereSnapshotsCannotBeReadOrWritten(CapturedOutput output) {
        String id = id();
        fund(id, Account.every(4), 4);
        awaitVersions(id, 4);
        jdbc.execute("ALTER TABLE kept_snapshot RENAME TO lost_snapshot");
        try {
            fund(id, Account.every(4), 5);
            fund(id, Account.every(4), 5);
            assertThat(aggregates.load(Account.every(4), id).state()).isEqualTo(new Balance(14, 14, "x"));
            await().atMost(WITHIN)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL_INTERVAL)
                    .untilAsserted(() -> assertThat(warnings(output, "Snapshots of aggregates cannot be written"))
                            .isEqualTo(1));
        } finally {
            jdbc.execute("ALTER TABLE lost_snapshot RENAME TO kept_snapshot");
        }
        await().atMost(WITHIN)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL_INTERVAL)
                .untilAsserted(() -> {
                    aggregates.load(Account.every(4), id);
                    assertThat(versions(id)).containsExactly(14L);
                });
        assertThat(warnings(output, "cannot be looked for")).isEqualTo(1);
    }

    @Test
    void aStateThatJsonDoesNotKeepIsNotKept(CapturedOutput output) {
        String id = id();
        Aggregate<Object, Fund> untyped = Aggregate.<Object, Fund>of(
                        "untyped",
                        0L,
                        (state, event) -> ((Long) state) + 1,
                        (state, fund) -> Collections.nCopies(fund.times(), new Funded("one", 1, "")))
                .withSnapshots(SnapshotPolicy.of(Object.class, 1).every(1));

        aggregates.execute(untyped, id, new Fund(1, "", 2));
        aggregates.execute(untyped, id, new Fund(1, "", 2));

        assertThat(aggregates.load(untyped, id)).isEqualTo(new AggregateState<>(4L, 4));
        assertThat(versions(id)).isEmpty();
        assertThat(warnings(output, "States of aggregate 'untyped' cannot be kept"))
                .isEqualTo(1);
    }

    @Test
    void anOlderOneNeverReplacesANewerOne() throws Exception {
        JdbcSnapshotStore store = new JdbcSnapshotStore(JdbcDatabase.of(pool), new TableName(null, "kept_snapshot"));
        SnapshotKey key = new SnapshotKey("account", id());
        store.keep(key, snapshot(10), null, 0);
        store.keep(key, snapshot(9), null, 0);
        assertThat(store.find(key)).extracting(StoredSnapshot::version).containsExactly(10L);
        store.keep(key, snapshot(9), snapshot(10), 0);
        assertThat(store.find(key)).extracting(StoredSnapshot::version).containsExactly(9L);

        SnapshotKey contended = new SnapshotKey("account", id());
        List<Integer> versions =
                new ArrayList<>(IntStream.rangeClosed(1, 40).boxed().toList());
        Collections.shuffle(versions, new Random(1));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> ends = new ArrayList<>();
        for (int version : versions) {
            ends.add(threads.submit(() -> store.keep(contended, snapshot(version), null, 0)));
        }
        for (Future<?> end : ends) {
            end.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertThat(store.find(contended)).extracting(StoredSnapshot::version).containsExactly(40L);
    }

    private static StoredSnapshot snapshot(long version) {
        return new StoredSnapshot(1, version, "event-" + version, new byte[] {1});
    }

    private void fund(String id, Account account, int events) {
        aggregates.execute(account, id, new Fund(1, "x", events));
    }

    private TransactionTemplate transaction(int propagation) {
        TransactionTemplate transaction = new TransactionTemplate(manager);
        transaction.setPropagationBehavior(propagation);
        return transaction;
    }

    private List<Long> versions(String id) {
        return jdbc.queryForList(
                "SELECT event_version FROM kept_snapshot WHERE aggregate_id = ? ORDER BY schema_version",
                Long.class,
                id);
    }

    private void awaitVersions(String id, long... versions) {
        await().atMost(WITHIN)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL_INTERVAL)
                .untilAsserted(() -> assertThat(versions(id))
                        .containsExactlyElementsOf(
                                Arrays.stream(versions).boxed().toList()));
    }

    private static long warnings(CapturedOutput output, String text) {
        return output.getAll().lines().filter(line -> line.contains(text)).count();
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }
}
