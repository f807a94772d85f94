package com.bookstore.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
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

/** What happens to events that come more than once, with each database. */
@Timeout(240)
@ParameterizedClass
@EnumSource(
        value = TestDatabase.class,
        names = {"H2", "POSTGRESQL", "MARIADB"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboxIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(90);

    @Parameter
    private TestDatabase database;

    private String prefix;
    private HikariDataSource pool;
    private ConfigurableApplicationContext context;
    private InboxService service;

    @BeforeParameterizedClassInvocation
    void start() throws Exception {
        prefix = "inbox-" + database.name().toLowerCase(Locale.ROOT);
        SharedBroker.createTopics(
                1,
                InboxService.TOPICS.stream().map(topic -> prefix + "-" + topic).toList());
        pool = database.pool(10);
        context = InboxService.start(pool, prefix, "spring.kafka.listener.ack-mode=manual_immediate");
        service = context.getBean(InboxService.class);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        context.close();
        pool.close();
    }

    @Test
    void anEventThatComesAgainIsSkippedAndCounted() throws Exception {
        int before = skipped("single");
        String event = Deposit.json("once", "again", 10);
        SharedBroker.send(topic("single"), "again", event, event, event, Deposit.json("twice", "again", 20));

        awaitDeposits("again", 10, 20);
        awaitNoLag("single");
        assertThat(service.accounts.calls("again")).isEqualTo(2);
        assertThat(skipped("single") - before).isEqualTo(2);
        assertThat(service.transactions).containsOnly("bookstore-events-inbox");
    }

    @Test
    void whatAFailedHandlerWroteIsTakenBackAndTheEventHandledByTheRetry() throws Exception {
        service.accounts.failFor("failing", 2);
        SharedBroker.send(topic("single"), "failing", Deposit.json("fails-twice", "failing", 7));

        awaitDeposits("failing", 7);
        awaitNoLag("single");
        assertThat(service.accounts.calls("failing")).isEqualTo(3);
    }

    @Test
    void aDeadLetterIsNotHandledAndItsReplayIsHandledOnce() throws Exception {
        service.accounts.failFor("dying", 4);
        SharedBroker.send(topic("single"), "dying", Deposit.json("dies", "dying", 5));
        ConsumerRecord<String, String> letter = deadLetter("dies");
        assertThat(service.accounts.deposits("dying")).isEmpty();
        assertThat(handled("dies")).isZero();

        for (int times = 0; times < 3; times++) {
            SharedBroker.send(
                    new ProducerRecord<>(topic("single"), null, letter.key(), letter.value(), letter.headers()));
        }

        awaitDeposits("dying", 5);
        awaitNoLag("single");
        assertThat(service.accounts.calls("dying")).isEqualTo(5);
        assertThat(handled("dies")).isEqualTo(1);
    }

    @Test
    void aBatchIsHandledWithoutRepetitions() throws Exception {
        int before = skipped("batch");
        String[] events = new String[30];
        for (int i = 0; i < 30; i++) {
            events[i] = Deposit.json("batch-" + i % 10, "batched", i % 10);
        }
        SharedBroker.send(topic("batch"), "batched", events);

        awaitDeposits("batched", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        awaitNoLag("batch");
        assertThat(service.accounts.calls("batched")).isEqualTo(10);
        assertThat(skipped("batch") - before).isEqualTo(20);
    }

    @Test
    void aFailedBatchIsTakenBackAndHandledOneByOne() throws Exception {
        service.accounts.failFor("bad", Integer.MAX_VALUE);
        String[] events = {
            Deposit.json("good-1", "good", 1),
            Deposit.json("good-2", "good", 2),
            Deposit.json("bad", "bad", 3),
            Deposit.json("good-1", "good", 1),
            Deposit.json("good-4", "good", 4)
        };
        SharedBroker.send(topic("batch"), "k", events);

        awaitDeposits("good", 1, 2, 4);
        awaitNoLag("batch");
        assertThat(service.accounts.deposits("bad")).isEmpty();
        assertThat(handled("bad")).isZero();
        assertThat(deadLetter("bad").value()).isEqualTo(events[2]);
    }

    @Test
    void whatCameBeforeANamedRecordOfABatchIsTakenBackWithItAndHandledAgain() throws Exception {
        service.accounts.failFor("named-bad", Integer.MAX_VALUE);
        SharedBroker.send(
                topic("batch"),
                "k",
                Deposit.json("named-1", "named", 1),
                Deposit.json("named-2", "named", 2),
                Deposit.json("named-bad", "named-bad", 3),
                Deposit.json("named-4", "named", 4));

        awaitDeposits("named", 1, 2, 4);
        awaitNoLag("batch");
        assertThat(service.accounts.deposits("named-bad")).isEmpty();
        assertThat(deadLetter("named-bad").key()).isEqualTo("k");
    }

    @Test
    void nothingIsCommittedToKafkaBeforeItIsToTheDatabase() throws Exception {
        SharedBroker.send(topic("manual"), "k", Deposit.json("m-1", "manual", 1));
        awaitDeposits("manual", 1);
        awaitNoLag("manual");
        SharedBroker.send(topic("manual"), "k", Deposit.json("m-2", "manual", 2), Deposit.json("m-2", "manual", 2));

        awaitDeposits("manual", 1, 2);
        awaitNoLag("manual");
        assertThat(service.committedWhileHandling).containsExactly(0L, 1L);
    }

    @Test
    void anEventThatIsSentBackIsTakenBackAndHandledWhenItComesAgain() throws Exception {
        SharedBroker.send(topic("back"), "k", Deposit.json("b-1", "back", 1), Deposit.json("b-2", "back", 2));

        awaitDeposits("back", 1, 2);
        awaitNoLag("back");
        assertThat(service.accounts.calls("back")).isEqualTo(3);
    }

    @Test
    void listenersOfOneNameHaveOneEffectAlsoAtTheSameTime() throws Exception {
        for (int i = 0; i < 5; i++) {
            SharedBroker.send(topic("shared"), "k", Deposit.json("s-" + i, "shared", i));
        }

        await().atMost(WITHIN).untilAsserted(() -> {
            assertThat(SharedBroker.lag(prefix + "-one", topic("shared"))).isZero();
            assertThat(SharedBroker.lag(prefix + "-other", topic("shared"))).isZero();
        });
        assertThat(service.accounts.deposits("shared")).containsExactly(0, 1, 2, 3, 4);
        assertThat(skipped("shared")).isEqualTo(5);
    }

    @Test
    void anEventWithoutAnIdIsKnownByItsPosition() throws Exception {
        String nameless = Deposit.json(null, "nameless", 3);
        SharedBroker.send(topic("single"), "nameless", nameless, nameless);

        awaitDeposits("nameless", 3, 3);
        awaitNoLag("single");
        assertThat(new JdbcTemplate(pool)
                        .queryForList(
                                "SELECT event_id FROM inbox WHERE consumer = ? AND event_id LIKE ?",
                                String.class,
                                prefix + "-single",
                                topic("single") + "-0@%"))
                .hasSize(2);
    }

    private String topic(String name) {
        return prefix + "-" + name;
    }

    private ConsumerRecord<String, String> deadLetter(String eventId) {
        return SharedBroker.find(prefix + "-dead", found -> found.value().contains("\"" + eventId + "\""));
    }

    private int skipped(String name) {
        return context.getBean(InboxService.Skipped.class).of(topic(name));
    }

    private int handled(String eventId) {
        return new JdbcTemplate(pool)
                .queryForObject("SELECT count(*) FROM inbox WHERE event_id = ?", Integer.class, eventId);
    }

    private void awaitDeposits(String account, Integer... amounts) {
        await().atMost(WITHIN).untilAsserted(() -> assertThat(service.accounts.deposits(account))
                .isEqualTo(List.of(amounts)));
    }

    /** Everything that was sent is committed: handled, skipped or dead. */
    private void awaitNoLag(String name) {
        await().atMost(WITHIN).untilAsserted(() -> assertThat(SharedBroker.lag(topic(name), topic(name)))
                .isZero());
    }
}
