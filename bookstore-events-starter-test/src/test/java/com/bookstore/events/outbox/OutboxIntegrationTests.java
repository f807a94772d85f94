package com.bookstore.events.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.PublishedEvent;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/** From the transaction to the topic, with each database. */
@Timeout(240)
@ParameterizedClass
@EnumSource(
        value = TestDatabase.class,
        names = {"H2", "POSTGRESQL", "MARIADB"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    @Parameter
    private TestDatabase database;

    private String topic;
    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private ConfigurableApplicationContext context;
    private TransactionTemplate transactions;
    private OutboxEventPublisher publisher;

    @BeforeParameterizedClassInvocation
    void start() throws Exception {
        topic = "outbox-" + database.name().toLowerCase(Locale.ROOT);
        OutboxBroker.createTopic(topic, 2);
        pool = database.pool(10);
        jdbc = new JdbcTemplate(pool);
        context = OutboxService.start(pool, topic, "bookstore.events.publishing.mode=outbox");
        transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        publisher = context.getBean(OutboxEventPublisher.class);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        context.close();
        pool.close();
    }

    @Test
    void whatCommitsIsOnKafkaInOrderAndNoLongerInTheTable() {
        for (int i = 0; i < 20; i++) {
            int number = i;
            transactions.executeWithoutResult(status -> {
                PublishedEvent stored =
                        publisher.publish(new Sale("in-order", number)).join();
                assertThat(stored).isInstanceOf(PublishedEvent.Stored.class);
            });
        }

        await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.numbers(topic, "in-order"))
                .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList()));
        await().atMost(WITHIN).until(this::isEmpty);
    }

    @Test
    void whatIsRolledBackIsNever() {
        transactions.executeWithoutResult(status -> {
            publisher.publish(new Sale("rolled-back", 1)).join();
            status.setRollbackOnly();
        });
        transactions.executeWithoutResult(
                status -> publisher.publish(new Sale("rolled-back", 2)).join());

        await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.numbers(topic, "rolled-back"))
                .containsExactly(2));
    }

    @Test
    void manyEventsOfATransactionStayInOrder() {
        List<Sale> sales = IntStream.range(0, 1_200)
                .mapToObj(i -> new Sale("many-" + i % 3, i))
                .toList();

        transactions.executeWithoutResult(
                status -> assertThat(publisher.publishAll(sales)).hasSize(1_200));

        for (int key = 0; key < 3; key++) {
            int remainder = key;
            await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.numbers(topic, "many-" + remainder))
                    .containsExactlyElementsOf(IntStream.range(0, 1_200)
                            .filter(i -> i % 3 == remainder)
                            .boxed()
                            .toList()));
        }
    }

    @Test
    void withoutATransactionPublishingFailsAtOnce() {
        assertThatThrownBy(() -> publisher.publish(new Sale("alone", 1)))
                .isInstanceOf(OutboxException.NoTransaction.class)
                .hasMessageContaining("@Transactional");
    }

    @Test
    void aTransactionDoesNotCommitWithoutItsEventWhoeverCatchesTheFailure() {
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    publisher.publish(new Sale("unwritten", 1)).join();
                    assertThatThrownBy(() -> publisher.publish(new Sale(null, 2)))
                            .isInstanceOf(OutboxException.InvalidEvent.class);
                }))
                .isInstanceOf(UnexpectedRollbackException.class);
        await().atMost(WITHIN).until(this::isEmpty);
        assertThat(OutboxBroker.numbers(topic, "unwritten")).isEmpty();
    }

    @Test
    void whatASavepointTakesBackIsNeverAndAnInnerTransactionIsItsOwn() {
        TransactionTemplate nested = new TransactionTemplate(transactions.getTransactionManager());
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        TransactionTemplate inner = new TransactionTemplate(transactions.getTransactionManager());
        inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

        transactions.executeWithoutResult(outer -> {
            publisher.publish(new Sale("parts", 1)).join();
            nested.executeWithoutResult(savepoint -> {
                publisher.publish(new Sale("parts", 2)).join();
                savepoint.setRollbackOnly();
            });
            publisher.publish(new Sale("parts", 3)).join();
        });
        transactions.executeWithoutResult(outer -> {
            inner.executeWithoutResult(
                    status -> publisher.publish(new Sale("parts", 4)).join());
            publisher.publish(new Sale("parts", 5)).join();
            outer.setRollbackOnly();
        });

        await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.numbers(topic, "parts"))
                .containsExactly(1, 3, 4));
        await().atMost(WITHIN).until(this::isEmpty);
    }

    @Test
    void keepsTheIdThatItsCallerGave() {
        EventMetadata metadata =
                new EventMetadata("given-id", Instant.parse("2026-11-24T10:15:30Z"), "till", "1.0", "c-1", null);

        transactions.executeWithoutResult(status -> publisher
                .publish(new EventEnvelope<>(metadata, new Sale("given", 1)))
                .join());

        await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.records(topic))
                .filteredOn(read -> read.key().equals("given"))
                .singleElement()
                .satisfies(read -> {
                    assertThat(new String(read.value(), StandardCharsets.UTF_8))
                            .contains("\"eventId\":\"given-id\"", "2026-11-24T10:15:30Z", "\"source\":\"till\"");
                    assertThat(new String(
                                    read.headers().lastHeader("__TypeId__").value(), StandardCharsets.UTF_8))
                            .isEqualTo("sold");
                }));
    }

    @Test
    void keysOfAnyFormAreKept() {
        List<String> keys = List.of("ä ß €", "😀", "'; DROP TABLE outbox; --", "", "k".repeat(5_000), "A", "a", "a ");

        transactions.executeWithoutResult(status ->
                publisher.publishAll(keys.stream().map(key -> new Sale(key, 77)).toList()));

        await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.records(topic).stream()
                        .filter(read -> new String(read.value(), StandardCharsets.UTF_8).contains("\"number\":77"))
                        .map(ConsumerRecord::key))
                .containsExactlyInAnyOrderElementsOf(keys));
    }

    @Test
    void isTheInjectedPublisher() {
        assertThat(context.getBean(EventPublisher.class)).isSameAs(publisher);
    }

    @Test
    void anEventThatKafkaRefusesIsSetAsideAndBlocksNothing() {
        transactions.executeWithoutResult(status -> {
            publisher.publish(new Sale("refused", 1, "x".repeat(1_100_000))).join();
            publisher.publish(new Sale("refused", 2)).join();
        });

        await().atMost(WITHIN).untilAsserted(() -> assertThat(OutboxBroker.numbers(topic, "refused"))
                .containsExactly(2));
        assertThat(jdbc.queryForObject("SELECT cause FROM outbox_parked WHERE aggregateid = 'refused'", String.class))
                .startsWith("RecordTooLargeException");
        await().atMost(WITHIN).until(this::isEmpty);
    }

    private boolean isEmpty() {
        return jdbc.queryForObject("SELECT count(*) FROM outbox", Integer.class) == 0;
    }
}
