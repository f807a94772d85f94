package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.BatchListenerFailedException;

/** Handlers that throw for some events, single and in batches, with events between that they are not to see. */
@Timeout(240)
class FailingHandlerIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String TOPIC = "thing-events";
    private static final String BOOM = "boom";
    private static final int EVENTS = 60;
    private static final int ATTEMPTS = 4;

    @Test
    void keepsWhatFailsByteForByteAndHandlesTheRestOnce() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().heap(128).start();
                TestClients clients = new TestClients(broker.bootstrapServers());
                TestService service = TestService.start(
                        Service.class,
                        broker.bootstrapServers(),
                        "bookstore.events.topics.thing-events.partitions=1",
                        "bookstore.events.dead-letter.retry.delay=20ms")) {
            await().atMost(WITHIN).until(() -> clients.topicExists(TOPIC));
            Service handlers = service.bean(Service.class);
            List<ProducerRecord<byte[], byte[]>> failing = new ArrayList<>();
            List<RecordMetadata> failed = new ArrayList<>();
            for (int number = 0; number < EVENTS; number++) {
                clients.send(notForTheHandler(number));
                ProducerRecord<byte[], byte[]> record = ThingEvent.record(TOPIC, 0, number, text(number));
                RecordMetadata sent = clients.send(record);
                if (fails(number)) {
                    failing.add(record);
                    failed.add(sent);
                }
            }

            awaitHandled(handlers, clients);
            assertThatDeadLettersHold(clients, failing, failed);
            assertThatReadersOfDeadLettersSeeThem(handlers, failing);
        }
    }

    private static void awaitHandled(Service handlers, TestClients clients) {
        List<Integer> good = IntStream.range(0, EVENTS)
                .filter(number -> !fails(number))
                .boxed()
                .toList();
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        await().atMost(WITHIN).untilAsserted(() -> {
            for (Handler handler : handlers.all()) {
                assertThat(clients.committed(handler.group, partition)).isEqualTo(2L * EVENTS);
                assertThat(handler.handled).as(handler.group).containsExactlyElementsOf(good);
            }
        });
        assertThat(handlers.single.attempts).hasSize(EVENTS / 10).allSatisfy((number, attempts) -> assertThat(attempts)
                .isEqualTo(ATTEMPTS));
        assertThat(handlers.named.attempts).hasSize(EVENTS / 10).allSatisfy((number, attempts) -> assertThat(attempts)
                .isEqualTo(ATTEMPTS));
    }

    private static void assertThatDeadLettersHold(
            TestClients clients, List<ProducerRecord<byte[], byte[]>> failing, List<RecordMetadata> failed) {
        List<DeadLetter> deadLetters = DeadLetter.readAll(clients, DeadLetter.TOPIC);
        assertThat(deadLetters).hasSize(3 * failing.size());
        for (String group : List.of("single", "named", "whole")) {
            for (int i = 0; i < failing.size(); i++) {
                RecordMetadata source = failed.get(i);
                List<DeadLetter> ofRecord = deadLetters.stream()
                        .filter(deadLetter -> deadLetter.isOf(source, group))
                        .toList();
                assertThat(ofRecord).hasSize(1);
                ofRecord.get(0).assertHolds(failing.get(i));
            }
        }
    }

    private static void assertThatReadersOfDeadLettersSeeThem(
            Service handlers, List<ProducerRecord<byte[], byte[]>> failing) {
        List<String> texts = failing.stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
        await().atMost(WITHIN).untilAsserted(() -> assertThat(handlers.deadLetters)
                .hasSize(3 * texts.size())
                .containsAll(texts));
    }

    private static ProducerRecord<byte[], byte[]> notForTheHandler(int number) {
        byte[] value = new String(ThingEvent.record(TOPIC, 0, number, BOOM).value(), StandardCharsets.UTF_8)
                .replace("thingHappened", "thingOfAnotherService")
                .getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(TOPIC, 0, null, value);
    }

    private static String text(int number) {
        return fails(number) ? BOOM : "fine";
    }

    private static boolean fails(int number) {
        return number % 10 == 3;
    }

    /** What one listener did. */
    private static final class Handler {

        final String group;
        final Queue<Integer> handled = new ConcurrentLinkedQueue<>();
        final Map<Integer, Integer> attempts = new ConcurrentHashMap<>();

        Handler(String group) {
            this.group = group;
        }

        boolean fails(ThingEvent event) {
            boolean fails = BOOM.equals(event.text());
            if (fails) {
                attempts.merge(event.number(), 1, Integer::sum);
            }
            return fails;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Service {

        private final Handler single = new Handler("single");
        private final Handler named = new Handler("named");
        private final Handler whole = new Handler("whole");
        private final Queue<String> deadLetters = new ConcurrentLinkedQueue<>();

        private List<Handler> all() {
            return List.of(single, named, whole);
        }

        @KafkaListener(topics = TOPIC, groupId = "single")
        void single(ThingEvent event) {
            if (single.fails(event)) {
                throw new IllegalStateException(BOOM);
            }
            single.handled.add(event.number());
        }

        @KafkaListener(topics = TOPIC, groupId = "named", batch = "true")
        void named(List<ThingEvent> events) {
            for (int i = 0; i < events.size(); i++) {
                if (named.fails(events.get(i))) {
                    throw new BatchListenerFailedException(BOOM, i);
                }
                named.handled.add(events.get(i).number());
            }
        }

        @KafkaListener(topics = TOPIC, groupId = "whole", batch = "true")
        void whole(List<ThingEvent> events) {
            if (events.stream().anyMatch(whole::fails)) {
                throw new IllegalStateException(BOOM);
            }
            events.forEach(event -> whole.handled.add(event.number()));
        }

        @KafkaListener(topics = DeadLetter.TOPIC, groupId = "dead-letter-reader")
        void deadLetter(String value) {
            deadLetters.add(value);
        }
    }
}
