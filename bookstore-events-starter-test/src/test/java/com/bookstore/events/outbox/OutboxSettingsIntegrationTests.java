package com.bookstore.events.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.publishing.DirectEventPublisher;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What settings change, with each database: a service that stores, and others that relay. */
@Timeout(240)
@ParameterizedClass
@EnumSource(
        value = TestDatabase.class,
        names = {"H2", "POSTGRESQL", "MARIADB"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxSettingsIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    @Parameter
    private TestDatabase database;

    private String topic;
    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private ConfigurableApplicationContext storing;
    private TransactionTemplate transactions;
    private OutboxEventPublisher publisher;

    @BeforeParameterizedClassInvocation
    void start() throws Exception {
        topic = "settings-" + database.name().toLowerCase(Locale.ROOT);
        OutboxBroker.createTopic(topic, 2);
        pool = database.pool(20);
        jdbc = new JdbcTemplate(pool);
        storing = OutboxService.start(
                pool,
                topic,
                "bookstore.events.outbox.table=orders",
                "bookstore.events.outbox.relay=false",
                "bookstore.events.outbox.strict-order=true");
        transactions = new TransactionTemplate(storing.getBean(PlatformTransactionManager.class));
        publisher = storing.getBean(OutboxEventPublisher.class);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        storing.close();
        pool.close();
    }

    @Test
    void anotherApplicationRelaysWhatThisOneStores() {
        store("elsewhere", 1);
        assertThat(count("orders")).isEqualTo(1);

        try (ConfigurableApplicationContext relaying = relaying()) {
            await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.numbers(topic, "elsewhere"))
                    .containsExactly(1));
            store("elsewhere", 2);
            await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.numbers(topic, "elsewhere"))
                    .containsExactly(1, 2));
            assertThat(relaying.getBean(DirectEventPublisher.class)
                            .publish(new Sale("direct", 3))
                            .join())
                    .isNotNull();
        }
        assertThat(count("orders_relay")).isZero();
        assertThat(jdbc.queryForObject("SELECT count(*) FROM orders_partition WHERE owner IS NOT NULL", Integer.class))
                .isZero();
    }

    @Test
    void strictOrderHasTransactionsOfOneKeyWaitForEachOther() throws Exception {
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> transactions.executeWithoutResult(status -> {
            publisher.publish(new Sale("strict", 1)).join();
            stored.countDown();
            awaitUninterrupted(commit);
        }));
        assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> store("strict", 2));
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> store("another key", 3));
        other.get(60, TimeUnit.SECONDS);
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(5)).until(() -> !second.isDone());
        commit.countDown();
        first.get(60, TimeUnit.SECONDS);
        second.get(60, TimeUnit.SECONDS);

        assertThat(jdbc.queryForList("SELECT id FROM orders WHERE aggregateid = 'strict'", String.class))
                .hasSize(2);
        try (ConfigurableApplicationContext relaying = relaying()) {
            await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.numbers(topic, "strict"))
                    .containsExactly(1, 2));
        }
    }

    @Test
    void anInnerTransactionDoesNotWaitForItsOuterOneForEver() {
        try (ConfigurableApplicationContext impatient = OutboxService.start(
                pool,
                topic,
                "bookstore.events.outbox.table=orders",
                "bookstore.events.outbox.relay=false",
                "bookstore.events.outbox.strict-order=true",
                "bookstore.events.outbox.lock-timeout=1s")) {
            OutboxEventPublisher events = impatient.getBean(OutboxEventPublisher.class);
            PlatformTransactionManager manager = impatient.getBean(PlatformTransactionManager.class);
            TransactionTemplate inner = new TransactionTemplate(manager);
            inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

            assertThatThrownBy(() -> new TransactionTemplate(manager).executeWithoutResult(outer -> {
                        events.publish(new Sale("inner", 1)).join();
                        inner.executeWithoutResult(
                                status -> events.publish(new Sale("inner", 2)).join());
                    }))
                    .isInstanceOf(DataAccessException.class);
        }
        assertThat(count("orders WHERE aggregateid = 'inner'")).isZero();
    }

    @Test
    void aRefusedEventHoldsItsKeyUntilItIsDiscarded() {
        transactions.executeWithoutResult(status -> publisher.publishAll(List.of(
                new Sale("held", 1),
                new Sale("held", 2, "x".repeat(1_100_000)),
                new Sale("held", 3),
                new Sale("free", 4))));

        try (ConfigurableApplicationContext relaying = relaying("bookstore.events.outbox.on-refused=hold-key")) {
            await().atMost(WITHIN).until(() -> count("orders_parked") == 1);
            store("free", 5);
            await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.numbers(topic, "free"))
                    .containsExactly(4, 5));
            assertThat(OutboxBroker.numbers(topic, "held")).containsExactly(1);
            assertThat(count("orders")).isEqualTo(1);

            jdbc.update("DELETE FROM orders_parked");
            await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.numbers(topic, "held"))
                    .containsExactly(1, 3));
        }
    }

    @Test
    void eventsOfAMissingTopicWaitAndThoseOfOthersDoNot() throws Exception {
        String missing = topic + "-later";
        jdbc.update(
                "INSERT INTO orders (id, aggregatetype, aggregateid, type, payload, partition_no)"
                        + " SELECT 'waits', '" + missing + "', 'later', 'sold', ?, 5",
                "{\"number\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        store("not missing", 2);

        try (ConfigurableApplicationContext relaying =
                relaying("bookstore.events.outbox.unavailable-topic-delay=500ms")) {
            await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.numbers(topic, "not missing"))
                    .containsExactly(2));
            assertThat(count("orders")).isEqualTo(1);
            OutboxBroker.createTopic(missing, 1);
            await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.numbers(missing, "later"))
                    .containsExactly(1));
        }
        assertThat(count("orders_parked")).isZero();
    }

    private ConfigurableApplicationContext relaying(String... properties) {
        String[] all = new String[properties.length + 1];
        all[0] = "bookstore.events.outbox.table=orders";
        System.arraycopy(properties, 0, all, 1, properties.length);
        return OutboxService.start(pool, topic, all);
    }

    private void store(String key, int number) {
        transactions.executeWithoutResult(
                status -> publisher.publish(new Sale(key, number)).join());
    }

    private int count(String table) {
        return jdbc.queryForObject("SELECT count(*) FROM " + table, Integer.class);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
