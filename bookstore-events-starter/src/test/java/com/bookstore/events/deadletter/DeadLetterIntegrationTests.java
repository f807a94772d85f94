package com.bookstore.events.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.integration.TestService;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.PublishedEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.DltHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.handler.annotation.Header;

class DeadLetterIntegrationTests {

    private static final String DEAD_LETTERS = "dead-letters-of-these-tests";

    private static ConfigurableApplicationContext context;
    private static Listeners listeners;
    private static EventPublisher events;

    @BeforeAll
    static void start() {
        context = TestService.start(
                Service.class,
                "dead-letters",
                "bookstore.events.topics.dead-letter-queue.name=" + DEAD_LETTERS,
                "bookstore.events.dead-letter.retry.max-retries=2",
                "bookstore.events.dead-letter.retry.delay=50ms",
                "bookstore.events.dead-letter.non-retryable-exceptions=java.lang.IllegalArgumentException");
        listeners = context.getBean(Listeners.class);
        events = context.getBean(EventPublisher.class);
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @Test
    void aFailingRecordIsRetriedThenKeptWithItsBytesKeyHeadersAndCause() {
        String body =
                """
                {"timestamp":[2026,11,23,10,15], "futureField":{"a":[1,2]}, "what":"fails","type":"probe", "eventId":"e-1" }""";
        ProducerRecord<byte[], byte[]> bad = new ProducerRecord<>("dl-probes", 0, bytes("key-1"), bytes(body));
        bad.headers()
                .add("__TypeId__", bytes("probe"))
                .add("own", bytes("kept"))
                .add("kafka_dlt-forged", bytes("x"));
        var sent = RawKafka.send(bad);
        events.publish(new Probe("good-after-bad")).join();

        ConsumerRecord<byte[], byte[]> letter = deadLetter("key-1");

        assertThat(letter.value()).isEqualTo(bytes(body));
        assertThat(text(letter, "own")).isEqualTo("kept");
        assertThat(text(letter, "__TypeId__")).isEqualTo("probe");
        assertThat(letter.headers().lastHeader("kafka_dlt-forged")).isNull();
        assertThat(text(letter, KafkaHeaders.DLT_ORIGINAL_TOPIC)).isEqualTo("dl-probes");
        assertThat(text(letter, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP)).isEqualTo("dl-record");
        assertThat(ByteBuffer.wrap(header(letter, KafkaHeaders.DLT_ORIGINAL_PARTITION)
                                .value())
                        .getInt())
                .isZero();
        assertThat(ByteBuffer.wrap(
                                header(letter, KafkaHeaders.DLT_ORIGINAL_OFFSET).value())
                        .getLong())
                .isEqualTo(sent.offset());
        assertThat(text(letter, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN))
                .isEqualTo(IllegalStateException.class.getName());
        assertThat(text(letter, KafkaHeaders.DLT_EXCEPTION_MESSAGE)).isEqualTo("no luck");
        assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_STACKTRACE).value().length)
                .isLessThanOrEqualTo(4_000);
        assertThat(listeners.attempts("fails")).isEqualTo(3);
        await().untilAsserted(() -> assertThat(listeners.handled).contains("good-after-bad"));
    }

    @Test
    void aClassicDeadLetterListenerReadsTextAndHeaders() {
        PublishedEvent.Sent sent = (PublishedEvent.Sent)
                events.publish(new Probe("refused-classic")).join();

        await().untilAsserted(() -> assertThat(listeners.classicLetters).anySatisfy(letter -> assertThat(letter)
                .startsWith("dl-probes-" + sent.partition() + "@" + sent.offset() + " refused for good {")
                .contains("\"what\":\"refused-classic\"")));
    }

    @Test
    void aNonRetryableFailureIsTriedOnce() {
        events.publish(new Probe("refused")).join();

        deadLetter("refused");

        assertThat(listeners.attempts("refused")).isEqualTo(1);
    }

    @Test
    void oneBadEventOfABatchDoesNotTakeTheOthersWithIt() {
        for (int i = 0; i < 20; i++) {
            events.publish(new BatchProbe(i == 7 ? "batch-fails" : "batch-" + i))
                    .join();
        }
        RawKafka.send(new ProducerRecord<>("dl-batches", 0, bytes("batch-garbage"), bytes("{broken")));
        events.publish(new BatchProbe("batch-last")).join();

        assertThat(deadLetter("batch-garbage").value()).isEqualTo(bytes("{broken"));
        deadLetter("batch-fails");
        await().untilAsserted(() -> assertThat(listeners.handled).contains("batch-last", "batch-0", "batch-19"));
        assertThat(deadLettersOf("dl-batches")).hasSize(2);
        assertThat(listeners.attempts("batch-fails")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aBatchListenerMayNameTheIndexThatFailed() {
        for (int i = 0; i < 10; i++) {
            events.publish(new IndexProbe(i == 4 ? "index-fails" : "index-" + i))
                    .join();
        }

        deadLetter("index-fails");

        await().untilAsserted(() -> assertThat(listeners.handled).contains("index-0", "index-9"));
        assertThat(deadLettersOf("dl-indexes")).hasSize(1);
    }

    @Test
    void aDeadLetterThatCannotBeHandledStaysWhereItIs() {
        RawKafka.send(new ProducerRecord<>(DEAD_LETTERS, 0, bytes("poison-letter"), bytes("unreadable")));

        await().untilAsserted(() ->
                assertThat(listeners.attempts("letter:poison-letter")).isEqualTo(3));
        await().during(Duration.ofSeconds(1)).until(() -> listeners.attempts("letter:poison-letter") == 3);
        assertThat(RawKafka.read(DEAD_LETTERS, 1))
                .filteredOn(letter -> key(letter).equals("poison-letter"))
                .hasSize(1);
    }

    @Test
    void committedOffsetsReachTheEndAfterADeadLetter() {
        events.publish(new Probe("refused-for-offset")).join();
        deadLetter("refused-for-offset");

        await().untilAsserted(() -> {
            Map<TopicPartition, Long> ends = ends("dl-probes");
            Map<TopicPartition, Long> committed = RawKafka.admin(admin -> {
                Map<TopicPartition, Long> offsets = new java.util.HashMap<>();
                admin.listConsumerGroupOffsets("dl-record")
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
                return offsets;
            });
            ends.forEach((partition, end) -> {
                if (end > 0) {
                    assertThat(committed.get(partition)).isEqualTo(end);
                }
            });
        });
    }

    @Test
    void retryTopicsWorkWithTheStartersFactoriesAndTemplate() {
        String body =
                """
                {"type":"retryProbe","eventId":"r-1","timestamp":"2026-11-23T10:15:30Z","what":"retry-fails","extra":1}""";
        RawKafka.send(new ProducerRecord<>("dl-retries", 0, bytes("r"), bytes(body)));
        events.publish(new RetryProbe("retry-good")).join();

        await().untilAsserted(() -> assertThat(listeners.handled).contains("retry-good", "dlt:retry-fails"));
        assertThat(listeners.attempts("retry-fails")).isEqualTo(3);
        assertThat(RawKafka.read("dl-retries-dlt", 1)).last().satisfies(letter -> assertThat(letter.value())
                .isEqualTo(bytes(body)));
    }

    private static ConsumerRecord<byte[], byte[]> deadLetter(String key) {
        await().atMost(Duration.ofSeconds(30)).until(() -> listeners.letters.contains(key));
        return RawKafka.read(DEAD_LETTERS, 1).stream()
                .filter(letter -> key(letter).equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLettersOf(String topic) {
        return RawKafka.read(DEAD_LETTERS, 1).stream()
                .filter(letter -> letter.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_TOPIC) != null)
                .filter(letter -> text(letter, KafkaHeaders.DLT_ORIGINAL_TOPIC).equals(topic))
                .toList();
    }

    private static Map<TopicPartition, Long> ends(String topic) {
        return RawKafka.admin(admin -> {
            Map<TopicPartition, org.apache.kafka.clients.admin.OffsetSpec> ask = new java.util.HashMap<>();
            for (int partition = 0; partition < 3; partition++) {
                ask.put(new TopicPartition(topic, partition), org.apache.kafka.clients.admin.OffsetSpec.latest());
            }
            Map<TopicPartition, Long> ends = new java.util.HashMap<>();
            admin.listOffsets(ask).all().get().forEach((partition, info) -> ends.put(partition, info.offset()));
            return ends;
        });
    }

    private static org.apache.kafka.common.header.Header header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return letter.headers().lastHeader(name);
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(header(letter, name).value(), StandardCharsets.UTF_8);
    }

    private static String key(ConsumerRecord<byte[], byte[]> letter) {
        return new String(letter.key(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @EventType(name = "probe", topic = "dl-probes")
    record Probe(String what) implements DomainEvent {
        @Override
        public String key() {
            return what;
        }
    }

    @EventType(name = "batchProbe", topic = "dl-batches")
    record BatchProbe(String what) implements DomainEvent {
        @Override
        public String key() {
            return what;
        }
    }

    @EventType(name = "indexProbe", topic = "dl-indexes")
    record IndexProbe(String what) implements DomainEvent {
        @Override
        public String key() {
            return what;
        }
    }

    @EventType(name = "retryProbe", topic = "dl-retries")
    record RetryProbe(String what) implements DomainEvent {
        @Override
        public String key() {
            return what;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @AutoConfigurationPackage
    static class Service {
        @Bean
        Listeners listeners() {
            return new Listeners();
        }
    }

    static class Listeners {
        final Queue<String> handled = new ConcurrentLinkedQueue<>();
        final Queue<String> letters = new ConcurrentLinkedQueue<>();
        final Queue<String> classicLetters = new ConcurrentLinkedQueue<>();
        private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();

        int attempts(String what) {
            AtomicInteger count = attempts.get(what);
            return count == null ? 0 : count.get();
        }

        private void handle(String what) {
            attempts.computeIfAbsent(what, key -> new AtomicInteger()).incrementAndGet();
            if (what.startsWith("refused")) {
                throw new IllegalArgumentException("refused for good");
            }
            if (what.endsWith("fails")) {
                throw new IllegalStateException("no luck");
            }
            handled.add(what);
        }

        @KafkaListener(topics = "dl-probes", groupId = "dl-record")
        void on(Probe event) {
            handle(event.what());
        }

        @KafkaListener(topics = "dl-batches", groupId = "dl-batch", batch = "true")
        void onBatch(List<BatchProbe> batch) {
            batch.forEach(event -> handle(event.what()));
        }

        @KafkaListener(topics = "dl-indexes", groupId = "dl-index", batch = "true")
        void onIndexed(List<IndexProbe> batch) {
            for (int i = 0; i < batch.size(); i++) {
                try {
                    handle(batch.get(i).what());
                } catch (IllegalStateException failure) {
                    throw new BatchListenerFailedException("bad", failure, i);
                }
            }
        }

        @RetryableTopic(attempts = "3", backOff = @BackOff(delay = 50))
        @KafkaListener(topics = "dl-retries", groupId = "dl-retry")
        void onRetried(RetryProbe event) {
            handle(event.what());
        }

        @DltHandler
        void onRetriedForNothing(RetryProbe event) {
            handled.add("dlt:" + event.what());
        }

        /** As services in the field write it. */
        @KafkaListener(topics = DEAD_LETTERS, groupId = "dl-classic")
        void onClassicLetter(
                String letter,
                @Header(KafkaHeaders.DLT_ORIGINAL_TOPIC) String topic,
                @Header(KafkaHeaders.DLT_ORIGINAL_PARTITION) int partition,
                @Header(KafkaHeaders.DLT_ORIGINAL_OFFSET) long offset,
                @Header(KafkaHeaders.DLT_EXCEPTION_MESSAGE) String message) {
            classicLetters.add(topic + "-" + partition + "@" + offset + " " + message + " " + letter);
        }

        @KafkaListener(topics = DEAD_LETTERS, groupId = "dl-letters")
        void onLetter(ConsumerRecord<String, String> letter) {
            attempts.computeIfAbsent("letter:" + letter.key(), key -> new AtomicInteger())
                    .incrementAndGet();
            if (letter.key().equals("poison-letter")) {
                throw new IllegalStateException("cannot look at it");
            }
            letters.add(letter.key());
        }
    }
}
