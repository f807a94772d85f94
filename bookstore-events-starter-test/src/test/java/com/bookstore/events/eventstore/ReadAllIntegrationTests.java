package com.bookstore.events.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** No append is lost, no event has another's version, and whoever reads the whole store misses none, in each database. */
@Timeout(600)
@ParameterizedClass
@EnumSource(
        value = TestDatabase.class,
        names = {"H2", "POSTGRESQL", "MARIADB"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadAllIntegrationTests {

    private static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");
    private static final int RACE_WRITERS = 32;
    private static final int RACE_APPENDS = FULL ? 10_000 : 500;
    private static final int WRITERS = 8;
    private static final int TRANSACTIONS = FULL ? 20_000 : 400;
    private static final Duration LONG_TRANSACTION = FULL ? Duration.ofMinutes(1) : Duration.ofMillis(300);
    private static final String TYPE = "account";

    @Parameter
    private TestDatabase database;

    private HikariDataSource pool;
    private ConfigurableApplicationContext context;
    private TransactionTemplate transactions;
    private EventStore store;
    private ExecutorService threads;

    @BeforeParameterizedClassInvocation
    void open() {
        pool = database.pool(RACE_WRITERS + 4);
        context = StoreService.start(pool, "whole", "bookstore.events.event-store.stall-warning=1h");
        transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        store = context.getBean(EventStore.class);
        threads = Executors.newCachedThreadPool();
    }

    @AfterParameterizedClassInvocation
    void close() {
        threads.shutdownNow();
        context.close();
        pool.close();
    }

    private long end;

    @BeforeEach
    void readToTheEnd() {
        end = drain(0, new ArrayList<>());
    }

    private long drain(long after, Collection<StoredEvent> into) {
        EventPage page = store.readAll(after, EventFilter.all(), 500);
        while (page.more()) {
            into.addAll(page.events());
            page = store.readAll(page.position(), EventFilter.all(), 500);
        }
        return page.position();
    }

    private long append(String account) {
        return store.append(TYPE, account, ExpectedVersion.any(), List.of(Deposited.of(account, 1)))
                .positions()
                .get(0);
    }

    @Test
    void holdsBackWhatIsBehindAnOpenTransaction() throws Exception {
        for (boolean commits : List.of(true, false)) {
            long before = drain(end, new ArrayList<>());
            CountDownLatch appended = new CountDownLatch(1);
            CountDownLatch finish = new CountDownLatch(1);
            CompletableFuture<Void> open = CompletableFuture.runAsync(
                    () -> transactions.executeWithoutResult(status -> {
                        append("late");
                        appended.countDown();
                        await().atMost(Duration.ofSeconds(60)).until(() -> finish.getCount() == 0);
                        if (!commits) {
                            status.setRollbackOnly();
                        }
                    }),
                    threads);
            assertThat(appended.await(60, TimeUnit.SECONDS)).isTrue();
            append("early");

            EventPage page = store.readAll(before, EventFilter.all(), 100);
            assertThat(page.events()).isEmpty();
            assertThat(page.position()).isEqualTo(before);
            assertThat(page.more()).isFalse();
            finish.countDown();
            open.get(60, TimeUnit.SECONDS);

            List<StoredEvent> read = new ArrayList<>();
            drain(before, read);
            assertThat(read)
                    .extracting(StoredEvent::streamId)
                    .isEqualTo(commits ? List.of("late", "early") : List.of("early"));
        }
    }

    /** Or a reader could find no lock, and the position come later. */
    @Test
    void whereRowsAreLockedPositionsAreTakenAfterThat() throws Exception {
        assumeThat(database).isNotEqualTo(TestDatabase.POSTGRESQL);
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        AtomicReference<CompletableFuture<Long>> waiting = new AtomicReference<>();
        long byHand = transactions.execute(status -> {
            jdbc.queryForList("SELECT lock_no FROM whole_lock FOR UPDATE");
            waiting.set(CompletableFuture.supplyAsync(() -> append("waiting"), threads));
            await().during(Duration.ofMillis(200)).atMost(Duration.ofSeconds(5)).until(() -> !waiting.get()
                    .isDone());
            jdbc.update(
                    """
                    INSERT INTO whole (aggregate_type, aggregate_id, event_version, event_type, event_id, event_data,
                     metadata, timestamp, correlation_id)
                    VALUES ('account', 'by-hand', 1, 'closed', 'by-hand', '{}', '{}', TIMESTAMP '2026-01-01 00:00:00', 'c')""");
            return jdbc.queryForObject("SELECT position FROM whole WHERE event_id = 'by-hand'", Long.class);
        });

        assertThat(waiting.get().get(60, TimeUnit.SECONDS)).isGreaterThan(byHand);
    }

    @Test
    void seesWhatAnOldTransactionDoesNotSee() {
        TransactionTemplate repeatable = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        repeatable.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

        repeatable.executeWithoutResult(old -> {
            store.version(TYPE, "anything"); // from now on it sees this state
            CompletableFuture.runAsync(
                            () -> {
                                append("one");
                                transactions.executeWithoutResult(status -> {
                                    append("gap");
                                    status.setRollbackOnly();
                                });
                                append("two");
                            },
                            threads)
                    .join();
            List<StoredEvent> read = new ArrayList<>();
            drain(end, read);
            assertThat(read).extracting(StoredEvent::streamId).containsExactly("one", "two");
        });
    }

    @Test
    void filters() {
        Instant since = Instant.parse("2020-01-01T00:00:00Z");
        store.append("book", "b", ExpectedVersion.any(), List.of(new Closed("b", "sold out")));
        append("filtered");
        long last = append("filtered");

        assertThat(store.streamAll(end, EventFilter.all().types("closed"))).hasSize(1);
        assertThat(store.streamAll(end, EventFilter.all().types("com.acme.Deposited")))
                .hasSize(2);
        assertThat(store.streamAll(end, EventFilter.all().streamTypes("book"))).hasSize(1);
        assertThat(store.streamAll(end, EventFilter.all().streamTypes("book", TYPE)))
                .hasSize(3);
        assertThat(store.streamAll(end, EventFilter.all().between(since, null))).hasSize(3);
        assertThat(store.streamAll(end, EventFilter.all().between(null, since))).isEmpty();
        assertThat(store.readAll(end, EventFilter.all().types("nothing"), 1).position())
                .isEqualTo(last);
        assertThat(store.readAll(end, EventFilter.all(), 2).events()).hasSize(2);
    }

    @Test
    void oneOfManyWritersWins() throws Exception {
        String account = "race-" + System.nanoTime();
        AtomicInteger won = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < RACE_WRITERS; writer++) {
            boolean joins = writer % 2 == 0;
            writers.add(CompletableFuture.runAsync(
                    () -> {
                        while (won.get() < RACE_APPENDS) {
                            try {
                                if (joins) {
                                    transactions.executeWithoutResult(status -> appendNext(account));
                                } else {
                                    appendNext(account);
                                }
                                won.incrementAndGet();
                            } catch (ConcurrentAppendException conflict) {
                                lost.incrementAndGet();
                            }
                        }
                    },
                    threads));
        }
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get(500, TimeUnit.SECONDS);

        List<Long> versions =
                store.stream(TYPE, account, 1).map(StoredEvent::version).toList();
        assertThat(versions).hasSize(won.get());
        assertThat(versions.get(versions.size() - 1)).isEqualTo(won.get());
        assertThat(lost).hasPositiveValue();
    }

    private void appendNext(String account) {
        long version = store.version(TYPE, account);
        store.append(TYPE, account, ExpectedVersion.exactly(version), List.of(Deposited.of(account, version + 1)));
    }

    @Test
    void appendsOfManyWritersAtAnyVersionAreAllThere() throws Exception {
        String account = "any-" + System.nanoTime();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 20; i++) {
                            append(account);
                        }
                    },
                    threads));
        }
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);

        assertThat(store.version(TYPE, account)).isEqualTo(WRITERS * 20);
    }

    @Test
    void readersMissNothing() throws Exception {
        Collection<String> committed = new ConcurrentLinkedQueue<>();
        AtomicInteger begun = new AtomicInteger();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.add(CompletableFuture.runAsync(
                    () -> {
                        while (begun.incrementAndGet() <= TRANSACTIONS) {
                            transaction(committed, Duration.ofNanos(random(3_000_000)));
                        }
                    },
                    threads));
        }
        writers.add(CompletableFuture.runAsync(() -> transaction(committed, LONG_TRANSACTION), threads));
        CompletableFuture<Void> all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));

        List<StoredEvent> read = new ArrayList<>();
        long position = end;
        while (!all.isDone()) {
            position = drain(position, read);
        }
        all.get(1, TimeUnit.SECONDS);
        drain(position, read);

        assertThat(read.stream().map(event -> event.metadata().eventId()))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(committed);
        assertThat(read).extracting(StoredEvent::position).isSorted();
        Map<String, Long> versions = new HashMap<>();
        for (StoredEvent event : read) {
            Long before = versions.put(event.streamId(), event.version());
            assertThat(before == null || before == event.version() - 1).isTrue();
        }
    }

    private void transaction(Collection<String> committed, Duration open) {
        List<String> ids = new ArrayList<>();
        boolean rolledBack = random(5) == 0;
        String account = "account-" + java.util.UUID.randomUUID();
        transactions.executeWithoutResult(status -> {
            for (long appends = 1 + random(3); appends > 0; appends--) {
                store.append(
                                TYPE,
                                account,
                                ExpectedVersion.any(),
                                List.of(Deposited.of(account, 1), Deposited.of(account, 2)))
                        .metadata()
                        .forEach(metadata -> ids.add(metadata.eventId()));
                LockSupport.parkNanos(open.toNanos());
            }
            if (rolledBack) {
                status.setRollbackOnly();
            }
        });
        if (!rolledBack) {
            committed.addAll(ids);
        }
    }

    private static long random(long bound) {
        return ThreadLocalRandom.current().nextLong(bound);
    }
}
