package com.bookstore.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.KafkaListener;

/**
 * Instances of a service join and leave while they handle events that are there one to four times each, on any partition and
 * in any order, so that repetitions are also handled at the same time. 50,000 events and 8 instances with -Pfull.
 */
@Timeout(1_800)
class InstancesIntegrationTests {

    private static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");
    private static final int EVENTS = FULL ? 50_000 : 2_000;
    private static final int INSTANCES = FULL ? 8 : 3;
    private static final int ACCOUNTS = 20;
    private static final int MOST_TIMES = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(FULL ? 25 : 5);
    private static final String TOPIC = "instances-deposits";

    private final Random random = new Random(42);

    @Test
    void theSumsAreThoseOfTheDistinctEvents() throws Exception {
        SharedBroker.createTopics(12, List.of(TOPIC));
        List<String> deliveries = deliveries();
        try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(40)) {
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            jdbc.execute("CREATE TABLE balance (account VARCHAR(100) PRIMARY KEY, amount BIGINT NOT NULL)");
            for (int account = 0; account < ACCOUNTS; account++) {
                jdbc.update("INSERT INTO balance VALUES (?, 0)", "a-" + account);
            }
            int restarts;
            try (Instances instances = new Instances(pool)) {
                restarts = deliver(deliveries, instances, jdbc);
            }

            System.out.printf(
                    Locale.ROOT,
                    "instances: %d events, %d deliveries, %d instances, %d left and came back%n",
                    EVENTS,
                    deliveries.size(),
                    INSTANCES,
                    restarts);
            assertThat(restarts).isPositive();
            assertThat(jdbc.queryForObject("SELECT count(*) FROM inbox WHERE consumer = ?", Integer.class, TOPIC))
                    .isEqualTo(EVENTS);
            for (int account = 0; account < ACCOUNTS; account++) {
                assertThat(jdbc.queryForObject(
                                "SELECT amount FROM balance WHERE account = ?", Long.class, "a-" + account))
                        .isEqualTo(expected(account));
            }
        }
    }

    /** Sends in portions, and has an instance leave and another one come between them. */
    private static int deliver(List<String> deliveries, Instances instances, JdbcTemplate jdbc) throws Exception {
        instances.fill();
        int portions = 5;
        int restarts = 0;
        for (int portion = 0; portion < portions; portion++) {
            int from = deliveries.size() * portion / portions;
            int to = deliveries.size() * (portion + 1) / portions;
            for (String value : deliveries.subList(from, to)) {
                SharedBroker.sendAnywhere(TOPIC, value);
            }
            int before = handled(jdbc);
            await().atMost(PATIENCE).until(() -> handled(jdbc) > before || SharedBroker.lag(TOPIC, TOPIC) == 0);
            instances.leave();
            instances.fill();
            restarts++;
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(SharedBroker.lag(TOPIC, TOPIC)).isZero());
        return restarts;
    }

    private static int handled(JdbcTemplate jdbc) {
        return jdbc.queryForObject("SELECT count(*) FROM inbox WHERE consumer = ?", Integer.class, TOPIC);
    }

    private List<String> deliveries() {
        List<String> deliveries = new ArrayList<>();
        for (int event = 0; event < EVENTS; event++) {
            String value = Deposit.json("instances-" + event, "a-" + event % ACCOUNTS, event);
            deliveries.addAll(Collections.nCopies(1 + random.nextInt(MOST_TIMES), value));
        }
        Collections.shuffle(deliveries, random);
        return deliveries;
    }

    private static long expected(int account) {
        long sum = 0;
        for (int event = account; event < EVENTS; event += ACCOUNTS) {
            sum += event;
        }
        return sum;
    }

    /** The running instances; the one that has been there longest leaves first. */
    private static final class Instances implements AutoCloseable {

        private final DataSource dataSource;
        private final Deque<ConfigurableApplicationContext> running = new ArrayDeque<>();
        private int started;

        Instances(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        void fill() {
            while (running.size() < INSTANCES) {
                running.addLast(start(started++));
            }
        }

        void leave() {
            running.removeFirst().close();
        }

        /** Every second one takes batches. */
        private ConfigurableApplicationContext start(int number) {
            return new SpringApplicationBuilder(number % 2 == 0 ? Singles.class : Batches.class)
                    .web(WebApplicationType.NONE)
                    .bannerMode(Banner.Mode.OFF)
                    .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", dataSource))
                    .run(
                            "--spring.application.name=" + TOPIC,
                            "--spring.kafka.bootstrap-servers=" + SharedBroker.bootstrapServers(),
                            "--spring.kafka.consumer.max-poll-records=100",
                            "--bookstore.events.inbox.initialize-schema=always");
        }

        @Override
        public void close() {
            running.forEach(ConfigurableApplicationContext::close);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Singles {

        private final JdbcTemplate jdbc;

        Singles(DataSource dataSource) {
            jdbc = new JdbcTemplate(dataSource);
        }

        @IdempotentConsumer
        @KafkaListener(topics = TOPIC, groupId = TOPIC, concurrency = "2")
        void on(Deposit deposit) {
            jdbc.update(
                    "UPDATE balance SET amount = amount + ? WHERE account = ?", deposit.amount(), deposit.account());
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Batches {

        private final JdbcTemplate jdbc;

        Batches(DataSource dataSource) {
            jdbc = new JdbcTemplate(dataSource);
        }

        /** In the order of the accounts, or two transactions could wait for each other. */
        @IdempotentConsumer
        @KafkaListener(topics = TOPIC, groupId = TOPIC, concurrency = "2", batch = "true")
        void on(List<Deposit> deposits) {
            deposits.stream()
                    .sorted(java.util.Comparator.comparing(Deposit::account))
                    .forEach(deposit -> jdbc.update(
                            "UPDATE balance SET amount = amount + ? WHERE account = ?",
                            deposit.amount(),
                            deposit.account()));
        }
    }
}
