package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.test.PoisonCases.Case;
import com.bookstore.events.test.PoisonCases.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.kafka.annotation.KafkaListener;

/** Records that are no events, among good ones, for a listener of single events and one of batches. */
@Timeout(300)
class PoisonIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String SINGLE = "poison-single";
    private static final String BATCH = "poison-batch";

    @Test
    void handlesEveryGoodEventOnceAndKeepsEveryBadRecordAsADeadLetter() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().heap(256).start();
                TestClients clients = new TestClients(broker.bootstrapServers());
                TestService service = TestService.start(
                        Service.class,
                        broker.bootstrapServers(),
                        "bookstore.events.topics.poison-events.config[max.message.bytes]=" + PoisonCases.TOPIC_LIMIT,
                        "bookstore.events.dead-letter.retry.delay=100ms")) {
            await().atMost(WITHIN).until(() -> clients.topicExists("poison-events"));
            assertThatTheBrokerTakesNoMore(clients);
            Service listeners = service.bean(Service.class);
            List<Case> cases = PoisonCases.all();
            Map<Case, RecordMetadata> sent = send(clients, cases);

            await().atMost(WITHIN).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                assertThat(listeners.single).containsExactlyInAnyOrderElementsOf(names(cases, Fate.HANDLED));
                assertThat(listeners.batch).containsExactlyInAnyOrderElementsOf(names(cases, Fate.HANDLED));
                assertThat(DeadLetter.readAll(clients, DeadLetter.TOPIC))
                        .hasSize(2 * names(cases, Fate.DEAD_LETTER).size());
            });
            List<Case> afterwards = PoisonCases.good("afterwards");
            send(clients, afterwards);

            List<Case> everything = new ArrayList<>(cases);
            everything.addAll(afterwards);
            await().atMost(WITHIN).untilAsserted(() -> {
                assertThat(listeners.single).containsExactlyInAnyOrderElementsOf(names(everything, Fate.HANDLED));
                assertThat(listeners.batch).containsExactlyInAnyOrderElementsOf(names(everything, Fate.HANDLED));
            });
            assertThatDeadLettersHold(sent, DeadLetter.readAll(clients, DeadLetter.TOPIC));
            assertThat(System.getProperty(PoisonGadget.TRACE)).isNull();
        }
    }

    private static void assertThatTheBrokerTakesNoMore(TestClients clients) {
        byte[] larger = new byte[PoisonCases.largestValue(PoisonCases.TOPIC_LIMIT) + 1];
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                "poison-events",
                0,
                PoisonCases.bytes("key"),
                larger,
                List.of(PoisonCases.header("__TypeId__", "poisonTested")));
        Assertions.assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> clients.send(record))
                .withCauseInstanceOf(RecordTooLargeException.class);
    }

    private static Map<Case, RecordMetadata> send(TestClients clients, List<Case> cases) throws Exception {
        Map<Case, RecordMetadata> sent = new LinkedHashMap<>();
        for (Case each : cases) {
            sent.put(each, clients.send(each.record()));
        }
        return sent;
    }

    private static List<String> names(List<Case> cases, Fate fate) {
        return cases.stream()
                .filter(each -> each.fate() == fate)
                .map(Case::name)
                .toList();
    }

    private static void assertThatDeadLettersHold(Map<Case, RecordMetadata> sent, List<DeadLetter> deadLetters) {
        assertThat(deadLetters)
                .hasSize(2 * names(List.copyOf(sent.keySet()), Fate.DEAD_LETTER).size());
        sent.forEach((each, metadata) -> {
            if (each.fate() == Fate.DEAD_LETTER) {
                for (String group : List.of(SINGLE, BATCH)) {
                    List<DeadLetter> ofCase = deadLetters.stream()
                            .filter(deadLetter -> deadLetter.isOf(metadata, group))
                            .toList();
                    assertThat(ofCase).as("%s in %s", each.name(), group).hasSize(1);
                    ofCase.get(0).assertHolds(each.record());
                }
            }
        });
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Service {

        final Queue<String> single = new ConcurrentLinkedQueue<>();
        final Queue<String> batch = new ConcurrentLinkedQueue<>();

        @KafkaListener(topics = "poison-events", groupId = SINGLE)
        void on(PoisonEvent event) {
            single.add(event.name());
        }

        @KafkaListener(topics = "poison-events", groupId = BATCH, batch = "true")
        void on(List<PoisonEvent> events) {
            events.forEach(event -> batch.add(event.name()));
        }
    }
}
