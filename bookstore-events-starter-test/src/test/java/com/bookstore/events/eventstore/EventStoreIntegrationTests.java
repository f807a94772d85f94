package com.bookstore.events.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the store promises, in each database. */
@Timeout(180)
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventStoreIntegrationTests {

    private static final String TYPE = "account";

    @Parameter
    private TestDatabase database;

    private HikariDataSource pool;
    private ConfigurableApplicationContext context;
    private JdbcTemplate jdbc;
    private TransactionTemplate transactions;
    private EventStore store;

    @BeforeParameterizedClassInvocation
    void open() {
        pool = database.pool(6);
        String outbox = "streams_outbox" + (database == TestDatabase.MARIADB_THROUGH_THE_DRIVER_OF_MYSQL ? "_2" : "");
        context = StoreService.start(
                pool,
                "streams" + (database == TestDatabase.MARIADB_THROUGH_THE_DRIVER_OF_MYSQL ? "_2" : ""),
                "bookstore.events.event-store.publish=true",
                "bookstore.events.outbox.enabled=true",
                "bookstore.events.outbox.relay=false",
                "bookstore.events.outbox.initialize-schema=always",
                "bookstore.events.outbox.table=" + outbox);
        jdbc = new JdbcTemplate(pool);
        transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        store = context.getBean(EventStore.class);
    }

    @AfterParameterizedClassInvocation
    void close() {
        context.close();
        pool.close();
    }

    private static String unused() {
        return UUID.randomUUID().toString();
    }

    private String table() {
        return context.getBean(EventStoreTables.class).events().toString();
    }

    private AppendResult deposit(String account, ExpectedVersion expected, long... amounts) {
        List<Deposited> events = new ArrayList<>();
        for (long amount : amounts) {
            events.add(Deposited.of(account, amount));
        }
        return store.append(TYPE, account, expected, events);
    }

    private List<Long> amounts(String account) {
        return store.read(TYPE, account, 1, 1_000).stream()
                .map(event -> ((Deposited) event.event()).amount().longValueExact())
                .toList();
    }

    private long outboxRows(String account) {
        String outbox = "streams_outbox" + (database == TestDatabase.MARIADB_THROUGH_THE_DRIVER_OF_MYSQL ? "_2" : "");
        return jdbc.queryForObject(
                "SELECT COUNT(*) FROM %s WHERE aggregateid = ?".formatted(outbox), Long.class, account);
    }

    @Test
    void appendsAndReadsInOrder() {
        String account = unused();

        AppendResult first = deposit(account, ExpectedVersion.none(), 1, 2, 3);
        AppendResult second = deposit(account, ExpectedVersion.exactly(3), 4);
        AppendResult third = deposit(account, ExpectedVersion.any(), 5, 6);

        assertThat(first.version()).isEqualTo(3);
        assertThat(second.version()).isEqualTo(4);
        assertThat(third.version()).isEqualTo(6);
        List<Long> positions = new ArrayList<>(first.positions());
        positions.addAll(second.positions());
        positions.addAll(third.positions());
        assertThat(positions).hasSize(6).isSorted().doesNotHaveDuplicates();
        assertThat(amounts(account)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        List<StoredEvent> all = store.read(TYPE, account, 1, 10);
        assertThat(all).extracting(StoredEvent::position).isEqualTo(positions);
        assertThat(all).extracting(StoredEvent::version).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(store.read(TYPE, account, 3, 2))
                .extracting(StoredEvent::version)
                .containsExactly(3L, 4L);
        assertThat(store.read(TYPE, account, 7, 2)).isEmpty();
        assertThat(store.version(TYPE, account)).isEqualTo(6);
        assertThat(store.version(TYPE, unused())).isZero();
        assertThat(store.stream(TYPE, account, 2).map(StoredEvent::version)).containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void keepsWhatIsAppended() {
        String account = unused();
        String note = "\u0000 ä 😀 \" \\ '; DROP TABLE streams; --";
        Deposited event = new Deposited(account, new BigDecimal("29.90000000000000000000000000000000001"), note);
        EventMetadata metadata = new EventMetadata(
                unused(), Instant.parse("2026-03-29T01:30:00.123456Z"), "elsewhere", "2.0", "order-7", "cause-7");

        store.appendEnvelopes(TYPE, account, ExpectedVersion.none(), List.of(new EventEnvelope<>(metadata, event)));
        StoredEvent stored = store.read(TYPE, account, 1, 1).get(0);

        assertThat(stored.envelope()).isEqualTo(new EventEnvelope<>(metadata, event));
        assertThat(stored.metadata()).isEqualTo(metadata);
        assertThat(stored.type()).isEqualTo("deposited");
        assertThat(stored.streamType()).isEqualTo(TYPE);
        assertThat(stored.streamId()).isEqualTo(account);
        assertThat(new String(stored.data(), StandardCharsets.UTF_8))
                .contains("29.90000000000000000000000000000000001")
                .doesNotContain("eventId");
    }

    @Test
    void refusesAnotherVersionThanExpected() {
        String account = unused();
        deposit(account, ExpectedVersion.none(), 1, 2);

        for (ExpectedVersion wrong :
                List.of(ExpectedVersion.none(), ExpectedVersion.exactly(1), ExpectedVersion.exactly(7))) {
            ConcurrentAppendException conflict =
                    catchThrowableOfType(ConcurrentAppendException.class, () -> deposit(account, wrong, 3, 4, 5));

            assertThat(conflict.expected()).isEqualTo(wrong);
            assertThat(conflict.actual()).hasValue(2);
            assertThat(conflict.isTransactionLost()).isFalse();
            assertThat(conflict).hasMessageContaining(account).hasMessageContaining("is at version 2");
        }
        assertThatThrownBy(() -> deposit(unused(), ExpectedVersion.exactly(1), 3))
                .isInstanceOf(ConcurrentAppendException.class)
                .hasMessageContaining("has no events");
        assertThat(amounts(account)).containsExactly(1L, 2L);
    }

    @Test
    void theTransactionGoesOnAfterAConflict() {
        String account = unused();
        deposit(account, ExpectedVersion.none(), 1);

        transactions.executeWithoutResult(status -> {
            assertThatThrownBy(() -> deposit(account, ExpectedVersion.none(), 7, 8, 9))
                    .isInstanceOf(ConcurrentAppendException.class);
            deposit(account, ExpectedVersion.exactly(1), 2);
        });

        assertThat(amounts(account)).containsExactly(1L, 2L);
        assertThat(outboxRows(account)).isEqualTo(2);
    }

    @Test
    void isAPartOfTheTransaction() {
        String account = unused();

        transactions.executeWithoutResult(status -> {
            deposit(account, ExpectedVersion.none(), 1, 2);
            assertThat(amounts(account)).containsExactly(1L, 2L);
            assertThat(deposit(account, ExpectedVersion.exactly(2), 3).version())
                    .isEqualTo(3);
            status.setRollbackOnly();
        });
        assertThat(amounts(account)).isEmpty();
        assertThat(outboxRows(account)).isZero();

        transactions.executeWithoutResult(status -> deposit(account, ExpectedVersion.none(), 4));
        assertThat(amounts(account)).containsExactly(4L);
        assertThat(outboxRows(account)).isEqualTo(1);
    }

    @Test
    void publishesTheSameEvents() {
        String account = unused();
        AppendResult result = deposit(account, ExpectedVersion.none(), 1, 2);
        String outbox = "streams_outbox" + (database == TestDatabase.MARIADB_THROUGH_THE_DRIVER_OF_MYSQL ? "_2" : "");

        assertThat(jdbc.queryForList(
                        "SELECT id FROM %s WHERE aggregateid = ? ORDER BY seq".formatted(outbox),
                        String.class,
                        account))
                .isEqualTo(
                        result.metadata().stream().map(EventMetadata::eventId).toList());
    }

    @Test
    void appendsAfterACommitAreNotLost() {
        String account = unused();

        transactions.executeWithoutResult(
                status -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        // the outbox takes part in transactions only, and this one has ended
                        transactions(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                                .executeWithoutResult(inner -> deposit(account, ExpectedVersion.none(), 1));
                    }
                }));

        assertThat(amounts(account)).containsExactly(1L);
    }

    private TransactionTemplate transactions(int propagation) {
        TransactionTemplate template = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        template.setPropagationBehavior(propagation);
        return template;
    }

    @Test
    void theSecondWriterWaitsForTheFirstAndThenKnows() throws Exception {
        for (boolean commits : List.of(true, false)) {
            String account = unused();
            CountDownLatch appended = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            CompletableFuture<Void> first =
                    CompletableFuture.runAsync(() -> transactions.executeWithoutResult(status -> {
                        deposit(account, ExpectedVersion.none(), 1);
                        appended.countDown();
                        awaitUninterrupted(end);
                        if (!commits) {
                            status.setRollbackOnly();
                        }
                    }));
            assertThat(appended.await(60, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Long> second = CompletableFuture.supplyAsync(() -> transactions.execute(status -> {
                try {
                    return deposit(account, ExpectedVersion.none(), 7, 8, 9).version();
                } catch (ConcurrentAppendException conflict) {
                    return -1L; // and commits what there is
                }
            }));
            await().during(Duration.ofMillis(200)).atMost(Duration.ofSeconds(5)).until(() -> !second.isDone());
            end.countDown();
            first.get(60, TimeUnit.SECONDS);

            assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(commits ? -1 : 3);
            assertThat(amounts(account)).isEqualTo(commits ? List.of(1L) : List.of(7L, 8L, 9L));
        }
    }

    @Test
    void aTextThatIsNoneIsKeptOrRefused() {
        String account = unused();
        Deposited half = new Deposited(account, BigDecimal.ONE, "\uD800");
        try {
            store.append(TYPE, account, ExpectedVersion.none(), List.of(half));
            assertThat(store.read(TYPE, account, 1, 1).get(0).event()).isEqualTo(half);
        } catch (EventStoreException.InvalidEvent refused) {
            assertThat(store.version(TYPE, account)).isZero();
        }
    }

    @Test
    void whoDoesNotSeeTheWinnerGetsTheConflictToo() throws Exception {
        String account = unused();
        deposit(account, ExpectedVersion.none(), 1);
        TransactionTemplate repeatable = transactions(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        repeatable.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

        assertThatThrownBy(() -> repeatable.executeWithoutResult(status -> {
                    assertThat(amounts(account)).hasSize(1);
                    CompletableFuture.runAsync(() -> deposit(account, ExpectedVersion.exactly(1), 2))
                            .join();
                    deposit(account, ExpectedVersion.exactly(1), 3);
                }))
                .isInstanceOf(ConcurrentAppendException.class);

        assertThat(amounts(account)).containsExactly(1L, 2L);
    }

    @Test
    void refusesAnEventIdThatIsThere() {
        String account = unused();
        EventMetadata metadata = new EventMetadata(unused(), Instant.EPOCH, "here", "2.0", "process", null);
        EventEnvelope<?> event = new EventEnvelope<>(metadata, Deposited.of(account, 1));
        store.appendEnvelopes(TYPE, account, ExpectedVersion.none(), List.of(event));

        assertThatThrownBy(() -> store.appendEnvelopes(TYPE, unused(), ExpectedVersion.none(), List.of(event)))
                .isInstanceOf(EventStoreException.DuplicateEvent.class);
        assertThatThrownBy(() -> store.appendEnvelopes(TYPE, account, ExpectedVersion.any(), List.of(event)))
                .isInstanceOf(EventStoreException.DuplicateEvent.class);
        assertThatThrownBy(() -> store.appendEnvelopes(
                        TYPE,
                        unused(),
                        ExpectedVersion.none(),
                        List.of(
                                new EventEnvelope<>(otherId(metadata, "twice"), Deposited.of(account, 1)),
                                new EventEnvelope<>(otherId(metadata, "twice"), Deposited.of(account, 2)))))
                .isInstanceOf(EventStoreException.DuplicateEvent.class);
        assertThat(amounts(account)).containsExactly(1L);
    }

    private static EventMetadata otherId(EventMetadata metadata, String id) {
        return new EventMetadata(id, metadata.timestamp(), "here", "2.0", "process", null);
    }

    @Test
    void comparesStreamsExactly() {
        String some = unused();
        List<String> alike = List.of(
                some + "a",
                some + "A",
                some + "a ",
                some + "ä",
                some + "a\u0308",
                some + "ß",
                some + "ss",
                some + "'--",
                some + "\u202E",
                some + "\r\n",
                some + "😀".repeat(100),
                "x".repeat(255),
                "x".repeat(254) + "X");

        for (String id : alike) {
            store.append(TYPE, id, ExpectedVersion.none(), List.of(Deposited.of(id, 1)));
        }
        store.append("Account", some + "a", ExpectedVersion.none(), List.of(Deposited.of(some, 1)));

        assertThat(alike).allSatisfy(id -> assertThat(store.read(TYPE, id, 1, 10))
                .singleElement()
                .satisfies(event -> assertThat(event.streamId()).isEqualTo(id)));
        jdbc.update("DELETE FROM %s WHERE aggregate_id LIKE 'xxxx%%'".formatted(table()));
    }

    @Test
    void refusesWhatCannotBeStored() {
        long before = jdbc.queryForObject("SELECT COUNT(*) FROM " + table(), Long.class);
        List<Deposited> one = List.of(Deposited.of("a", 1));

        for (String id : new String[] {null, "", " ", "x".repeat(256), "a\u0000b", "\uD800"}) {
            assertThatThrownBy(() -> store.append(TYPE, id, ExpectedVersion.any(), one))
                    .isInstanceOf(EventStoreException.InvalidStream.class);
        }
        for (String type : new String[] {null, "", "x".repeat(101)}) {
            assertThatThrownBy(() -> store.append(type, "a", ExpectedVersion.any(), one))
                    .isInstanceOf(EventStoreException.InvalidStream.class);
        }
        for (List<Deposited> bad : Arrays.<List<Deposited>>asList(
                null,
                List.of(),
                Collections.singletonList(null),
                Collections.nCopies(EventStore.MOST_EVENTS + 1, Deposited.of("a", 1)),
                List.of(new Deposited("a", BigDecimal.ONE, "x".repeat(5 * 1024 * 1024))))) {
            assertThatThrownBy(() -> store.append(TYPE, "a", ExpectedVersion.any(), bad))
                    .isInstanceOf(EventStoreException.InvalidEvent.class);
        }
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        assertThatThrownBy(() -> store.append(TYPE, "a", ExpectedVersion.any(), List.of(new Closed("a", itself))))
                .isInstanceOf(EventStoreException.InvalidEvent.class);
        assertThatThrownBy(() -> store.append(TYPE, "a", ExpectedVersion.any(), List.of(() -> "key")))
                .isInstanceOf(EventStoreException.InvalidEvent.class)
                .hasMessageContaining("@EventType");
        assertThatIllegalArgumentException().isThrownBy(() -> ExpectedVersion.exactly(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.read(TYPE, "a", 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.read(TYPE, "a", 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store.readAll(-1, EventFilter.all(), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.readAll(0, EventFilter.all(), 5_001));
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM " + table(), Long.class))
                .isEqualTo(before);
    }

    @Test
    void takesAsManyEventsAsItSays() {
        String account = unused();
        long[] amounts =
                IntStream.rangeClosed(1, EventStore.MOST_EVENTS).asLongStream().toArray();

        assertThat(deposit(account, ExpectedVersion.none(), amounts).positions())
                .hasSize(EventStore.MOST_EVENTS);

        assertThat(store.stream(TYPE, account, 1)
                        .mapToLong(StoredEvent::version)
                        .toArray())
                .isEqualTo(amounts);
    }

    @Test
    void readsOlderVersionsAndEventsWithoutAClass() {
        String account = unused();
        deposit(account, ExpectedVersion.none(), 1, 2, 3);
        String json = "{\"account\":\"%s\",\"sum\":29.90,\"note\":\"old\"}".formatted(account);
        String cast = database == TestDatabase.POSTGRESQL ? "CAST(? AS json)" : "?";
        change("event_data = " + cast, json, account, 1);
        change("metadata = " + cast, "{\"version\":\"1.0\"}", account, 1);
        change("event_type = ?", "withdrawn", account, 2);
        change("event_type = ?", "com.acme.Deposited", account, 3);

        List<StoredEvent> events = store.read(TYPE, account, 1, 10);

        assertThat(events.get(0).event()).isEqualTo(new Deposited(account, new BigDecimal("29.90"), "old"));
        assertThat(events.get(0).envelope().metadata().version()).isEqualTo("2.0");
        assertThat(events.get(0).metadata().version()).isEqualTo("1.0");
        assertThat(new String(events.get(0).data(), StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(events.get(1).isKnown()).isFalse();
        assertThat(events.get(1).type()).isEqualTo("withdrawn");
        assertThat(new String(events.get(1).data(), StandardCharsets.UTF_8)).contains("\"amount\":2");
        assertThatThrownBy(events.get(1)::event)
                .isInstanceOf(EventStoreException.UnreadableEvent.class)
                .hasMessageContaining("withdrawn");
        assertThat(events.get(2).event()).isEqualTo(Deposited.of(account, 3));
    }

    private void change(String assignment, String value, String account, long version) {
        assertThat(jdbc.update(
                        "UPDATE %s SET %s WHERE aggregate_id = ? AND event_version = ?".formatted(table(), assignment),
                        value,
                        account,
                        version))
                .isEqualTo(1);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
