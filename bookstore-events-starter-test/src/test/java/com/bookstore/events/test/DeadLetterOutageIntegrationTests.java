package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.BatchListenerFailedException;

/** A dead-letter topic that is gone, or does not take what it is to take. */
@Timeout(240)
class DeadLetterOutageIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration OUTAGE = Duration.ofSeconds(6);
    private static final int PARTITIONS = 6;
    private static final int LAST = PARTITIONS - 1;
    private static final String BOOM = "boom";

    /** There is a second between two attempts to store a dead letter. A loop without it makes two attempts a second. */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

    private static KafkaBroker broker;
    private static TestClients clients;

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.builder().heap(128).start();
        clients = new TestClients(broker.bootstrapServers());
    }

    @AfterAll
    static void closeBroker() {
        clients.close();
        broker.close();
    }

    @Test
    void waitsForADeadLetterTopicThatIsGone() throws Exception {
        try (TestService service = start("gone")) {
            Service handlers = service.bean(Service.class);
            clients.deleteTopic("gone-dlq");
            await().atMost(WITHIN).until(() -> !clients.topicExists("gone-dlq"));

            ProducerRecord<byte[], byte[]> failing = ThingEvent.record("gone", LAST, 1, BOOM);
            sendBetweenGoodOnes("gone", failing);
            assertThatNothingIsLostAndNothingLoops(handlers, "gone");
            clients.createTopic("gone-dlq", 1, Map.of());

            assertThatItHeals(handlers, "gone-dlq", failing);
        }
    }

    @Test
    void waitsForADeadLetterTopicThatTakesSmallerRecordsOnly() throws Exception {
        clients.createTopic("small-dlq", 1, Map.of("max.message.bytes", "20000"));
        try (TestService service = start("small")) {
            Service handlers = service.bean(Service.class);

            ProducerRecord<byte[], byte[]> failing = ThingEvent.record("small", LAST, 1, BOOM + randomLetters());
            sendBetweenGoodOnes("small", failing);
            assertThatNothingIsLostAndNothingLoops(handlers, "small");
            clients.setTopicConfig("small-dlq", "max.message.bytes", "2000000");

            assertThatItHeals(handlers, "small-dlq", failing);
        }
    }

    @Test
    void usesADeadLetterTopicWithFewerPartitionsThanTheSource() throws Exception {
        clients.createTopic("narrow-dlq", 1, Map.of());
        try (TestService service = start("narrow")) {
            Service handlers = service.bean(Service.class);

            ProducerRecord<byte[], byte[]> failing = ThingEvent.record("narrow", LAST, 1, BOOM);
            sendBetweenGoodOnes("narrow", failing);

            assertThatItHeals(handlers, "narrow-dlq", failing);
            assertThat(clients.partitions("narrow-dlq")).isEqualTo(1);
        }
    }

    private static TestService start(String topic) {
        TestService service = TestService.start(
                Service.class,
                broker.bootstrapServers(),
                "test.topic=" + topic,
                "bookstore.events.topics.thing-events.name=" + topic,
                "bookstore.events.topics.thing-events.partitions=" + PARTITIONS,
                "bookstore.events.topics.dead-letter-queue.name=" + topic + "-dlq",
                "bookstore.events.dead-letter.retry.max-retries=1",
                "bookstore.events.dead-letter.retry.delay=50ms",
                "bookstore.events.dead-letter.send-timeout=2s");
        await().atMost(WITHIN).until(() -> clients.topicExists(topic) && clients.topicExists(topic + "-dlq"));
        return service;
    }

    private static void sendBetweenGoodOnes(String topic, ProducerRecord<byte[], byte[]> failing) throws Exception {
        clients.send(ThingEvent.record(topic, LAST, 0, "before"));
        clients.send(failing);
        clients.send(ThingEvent.record(topic, LAST, 2, "after"));
        clients.send(ThingEvent.record(topic, 0, 3, "elsewhere"));
    }

    private static void assertThatNothingIsLostAndNothingLoops(Service handlers, String topic) {
        await().atMost(WITHIN).untilAsserted(() -> {
            for (Handler handler : handlers.all()) {
                assertThat(handler.attempts).hasPositiveValue();
                assertThat(handler.handled).as(handler.group).containsExactlyInAnyOrder(0, 3);
            }
        });
        List<Integer> before =
                handlers.all().stream().map(handler -> handler.attempts.get()).toList();
        long start = System.nanoTime();
        await().during(OUTAGE).atMost(OUTAGE.plus(WITHIN)).until(() -> handlers.all().stream()
                .allMatch(handler -> handler.handled.size() == 2));
        List<Integer> after =
                handlers.all().stream().map(handler -> handler.attempts.get()).toList();
        long most = Duration.ofNanos(System.nanoTime() - start).dividedBy(BETWEEN_ATTEMPTS) + 2;
        for (int i = 0; i < before.size(); i++) {
            assertThat((long) after.get(i) - before.get(i))
                    .as("attempts of %s on %s", handlers.all().get(i).group, topic)
                    .isBetween(1L, most);
        }
    }

    private static void assertThatItHeals(
            Service handlers, String deadLetterTopic, ProducerRecord<byte[], byte[]> failing) {
        await().atMost(WITHIN).untilAsserted(() -> {
            for (Handler handler : handlers.all()) {
                assertThat(handler.handled).as(handler.group).containsExactlyInAnyOrder(0, 2, 3);
            }
        });
        List<DeadLetter> deadLetters = DeadLetter.readAll(clients, deadLetterTopic);
        assertThat(deadLetters).hasSize(2);
        for (Handler handler : handlers.all()) {
            assertThat(deadLetters)
                    .filteredOn(deadLetter -> deadLetter.isOfGroup(handler.group))
                    .singleElement()
                    .satisfies(deadLetter -> deadLetter.assertHolds(failing));
        }
    }

    private static String randomLetters() {
        Random random = new Random(7);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.toString();
    }

    /** What one listener did. */
    private static final class Handler {

        final String group;
        final Queue<Integer> handled = new ConcurrentLinkedQueue<>();
        final AtomicInteger attempts = new AtomicInteger();

        Handler(String group) {
            this.group = group;
        }

        void handle(ThingEvent event) {
            if (event.text() != null && event.text().startsWith(BOOM)) {
                attempts.incrementAndGet();
                throw new IllegalStateException(BOOM);
            }
            handled.add(event.number());
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Service {

        private final Handler single = new Handler("outage-single");
        private final Handler batch = new Handler("outage-batch");

        private List<Handler> all() {
            return List.of(single, batch);
        }

        @KafkaListener(topics = "${test.topic}", groupId = "outage-single")
        void single(ThingEvent event) {
            single.handle(event);
        }

        @KafkaListener(topics = "${test.topic}", groupId = "outage-batch", batch = "true")
        void batch(List<ThingEvent> events) {
            for (int i = 0; i < events.size(); i++) {
                try {
                    batch.handle(events.get(i));
                } catch (IllegalStateException failure) {
                    throw new BatchListenerFailedException(BOOM, failure, i);
                }
            }
        }
    }
}
