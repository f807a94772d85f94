package com.bookstore.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.support.KafkaHeaders;

/** A listener with retry topics and an inbox, annotated and not configured any further. */
@Timeout(180)
class RetryTopicIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String TOPIC = "retried-deposits";
    private static final String FIRST_RETRY = TOPIC + "-retry-50";
    private static final String SECOND_RETRY = TOPIC + "-retry-150";
    private static final String DEAD = "retried-dead";

    private static HikariDataSource pool;
    private static ConfigurableApplicationContext context;
    private static Service service;
    private static Recorded recorded;

    @BeforeAll
    static void start() {
        pool = PostgresServer.pool(10);
        context = new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(starting -> starting.getBeanFactory().registerSingleton("dataSource", pool))
                .run(
                        "--spring.application.name=retried",
                        "--spring.kafka.bootstrap-servers=" + SharedBroker.bootstrapServers(),
                        "--bookstore.events.inbox.initialize-schema=always",
                        "--bookstore.events.topics.deposits.name=" + TOPIC,
                        "--bookstore.events.topics.deposits.partitions=2",
                        "--bookstore.events.topics.deposits.retention=1d",
                        "--bookstore.events.topics.deposits.cleanup-policy=compact,delete",
                        "--bookstore.events.topics.dead-letter-queue.name=" + DEAD,
                        "--bookstore.events.retry-topic.delay=50ms",
                        "--bookstore.events.retry-topic.multiplier=3");
        service = context.getBean(Service.class);
        recorded = context.getBean(Recorded.class);
        await().atMost(WITHIN).untilAsserted(() -> assertThat(SharedBroker.topics())
                .contains(TOPIC, FIRST_RETRY, SECOND_RETRY, DEAD));
    }

    @AfterAll
    static void stop() {
        context.close();
        pool.close();
    }

    @Test
    void isRetriedTwiceAndThenHandledOnce() throws Exception {
        service.accounts.failFor("twice", 2);
        SharedBroker.send(TOPIC, "twice", Deposit.json("twice-1", "twice", 1));

        await().atMost(WITHIN).untilAsserted(() -> assertThat(service.accounts.deposits("twice"))
                .containsExactly(1));
        assertThat(service.accounts.calls("twice")).isEqualTo(3);
        assertThat(SharedBroker.readAll(DEAD)).noneMatch(letter -> letter.key().equals("twice"));
        assertThat(recorded.failed).contains(TOPIC, FIRST_RETRY);

        SharedBroker.send(TOPIC, "twice", Deposit.json("twice-1", "twice", 1));
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(recorded.duplicates).contains(TOPIC));
        assertThat(service.accounts.calls("twice")).isEqualTo(3);
    }

    @Test
    void becomesADeadLetterLikeAnyOther() throws Exception {
        String sent = Deposit.json("never-1", "never", 1).replace("{", "{ \"theirs\":1.50, ");
        service.accounts.failFor("never", Integer.MAX_VALUE);
        ProducerRecord<String, String> event = new ProducerRecord<>(TOPIC, 1, "never", sent);
        event.headers()
                .add("own", bytes("kept"))
                .add("kafka_original-topic", bytes("forged"))
                .add("retry_topic-attempts", ByteBuffer.allocate(4).putInt(99).array());
        long before = SharedBroker.ends(TOPIC).entrySet().stream()
                .filter(end -> end.getKey().partition() == 1)
                .findFirst()
                .orElseThrow()
                .getValue();
        SharedBroker.send(event);

        ConsumerRecord<String, String> letter =
                SharedBroker.find(DEAD, found -> found.key().equals("never"));
        assertThat(letter.value()).isEqualTo(sent);
        assertThat(text(letter, "own")).isEqualTo("kept");
        assertThat(text(letter, KafkaHeaders.DLT_ORIGINAL_TOPIC)).isEqualTo(TOPIC);
        assertThat(bytes(letter, KafkaHeaders.DLT_ORIGINAL_PARTITION).getInt()).isEqualTo(1);
        assertThat(bytes(letter, KafkaHeaders.DLT_ORIGINAL_OFFSET).getLong()).isEqualTo(before);
        assertThat(text(letter, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP)).isEqualTo("retried");
        assertThat(text(letter, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN))
                .isEqualTo(IllegalStateException.class.getName());
        List<String> names = new ArrayList<>();
        letter.headers().forEach(header -> names.add(header.key()));
        assertThat(names)
                .noneMatch(name -> name.startsWith("retry_topic-")
                        || name.startsWith("kafka_original-")
                        || name.startsWith("kafka_exception-"));
        assertThat(service.accounts.calls("never")).isEqualTo(3);
        assertThat(service.accounts.deposits("never")).isEmpty();
        assertThat(recorded.deadLettered).contains(TOPIC);
    }

    @Test
    void whatIsMalformedIsNotRetried() throws Exception {
        SharedBroker.send(TOPIC, "broken", "{broken");

        ConsumerRecord<String, String> letter =
                SharedBroker.find(DEAD, found -> found.key().equals("broken"));

        assertThat(letter.value()).isEqualTo("{broken");
        assertThat(SharedBroker.readAll(FIRST_RETRY))
                .noneMatch(retried -> retried.key().equals("broken"));
    }

    @Test
    void retryTopicsAreLikeTheirSourceButNeverCompacted() throws Exception {
        for (String topic : List.of(FIRST_RETRY, SECOND_RETRY)) {
            assertThat(SharedBroker.ends(topic)).hasSize(2);
            assertThat(SharedBroker.setting(topic, "retention.ms")).isEqualTo("86400000");
            assertThat(SharedBroker.setting(topic, "cleanup.policy")).isEqualTo("delete");
        }
        assertThat(SharedBroker.ends(TOPIC)).hasSize(2);
        assertThat(SharedBroker.topics()).doesNotContain(TOPIC + "-dlt");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer bytes(ConsumerRecord<String, String> letter, String name) {
        return ByteBuffer.wrap(header(letter, name).value());
    }

    private static String text(ConsumerRecord<String, String> letter, String name) {
        return new String(header(letter, name).value(), StandardCharsets.UTF_8);
    }

    private static Header header(ConsumerRecord<String, String> letter, String name) {
        return letter.headers().lastHeader(name);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Service {

        private final Accounts accounts;

        Service(DataSource dataSource) {
            accounts = new Accounts(dataSource);
        }

        @Bean
        static Recorded recorded() {
            return new Recorded();
        }

        @IdempotentConsumer
        @RetryableTopic
        @KafkaListener(topics = TOPIC, groupId = "retried", concurrency = "1")
        void on(Deposit deposit) {
            accounts.deposit(deposit);
        }
    }

    /** The topics of what happened. */
    static final class Recorded implements EventRecorder {

        private final Queue<String> failed = new ConcurrentLinkedQueue<>();
        private final Queue<String> deadLettered = new ConcurrentLinkedQueue<>();
        private final Queue<String> duplicates = new ConcurrentLinkedQueue<>();

        @Override
        public void processingFailed(String topic) {
            failed.add(topic);
        }

        @Override
        public void deadLettered(String topic) {
            deadLettered.add(topic);
        }

        @Override
        public void skipped(String topic, SkipReason reason) {
            if (reason == SkipReason.DUPLICATE) {
                duplicates.add(topic);
            }
        }
    }
}
