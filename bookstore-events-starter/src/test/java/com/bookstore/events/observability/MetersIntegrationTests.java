package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.integration.TestService;
import com.bookstore.events.publishing.EventPublisher;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;

class MetersIntegrationTests {

    private static final String TOPIC = "meters-gauges";
    private static final int UNKNOWN = 50;

    private static ConfigurableApplicationContext context;
    private static MeterRegistry meters;

    @BeforeAll
    static void produceRealTraffic() {
        context = TestService.start(
                Service.class,
                "meters",
                "bookstore.events.topics.dead-letter-queue.name=meters-dead",
                "bookstore.events.dead-letter.retry.max-retries=2",
                "bookstore.events.dead-letter.retry.delay=10ms");
        meters = context.getBean(MeterRegistry.class);
        EventPublisher events = context.getBean(EventPublisher.class);
        for (int i = 0; i < 3; i++) {
            events.publish(new Read("r-" + i, i)).join();
        }
        events.publish(new Read("fails", -1)).join();
        events.publish(new Reset("reset")).join();
        for (int i = 0; i < UNKNOWN; i++) {
            send("{\"type\":\"unheard-of-" + i + "\",\"eventId\":\"e" + i + "\"}", "unheard-of-" + i);
        }
        send("{broken", "gaugeRead");
        assertThat(events.publish(new Read(null, 0))).failsWithin(Duration.ofSeconds(5));
        assertThat(events.publish(new Large("k", "x".repeat(2_000_000)))).failsWithin(Duration.ofSeconds(5));
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @Test
    void eventsOnKafkaAreCountedByTopicAndType() {
        assertCount("kafka.messages.sent", 4, "topic", TOPIC, "type", "gaugeRead");
        assertCount("kafka.messages.sent", 1, "topic", TOPIC, "type", "gaugeReset");
    }

    @Test
    void eventsGivenToAHandlerAreCountedByTopicAndType() {
        assertCount("kafka.messages.received", 3 + 3, "topic", TOPIC, "type", "gaugeRead");
    }

    @Test
    void eachFailedAttemptIsCounted() {
        assertCount("kafka.processing.errors", 3 + 1, "topic", TOPIC);
    }

    @Test
    void deadLettersAreCountedByTheirSource() {
        assertCount("bookstore.events.dead.letters", 2, "topic", TOPIC);
    }

    @Test
    void skippedRecordsAreCountedByReason() {
        assertCount("bookstore.events.skipped", UNKNOWN, "topic", TOPIC, "reason", "unknown_type");
        assertCount("bookstore.events.skipped", 1, "topic", TOPIC, "reason", "not_accepted");
    }

    @Test
    void publicationsThatFailAreCountedByReason() {
        assertCount("bookstore.events.publish.failures", 1, "topic", TOPIC, "reason", "invalid_event");
        assertCount("bookstore.events.publish.failures", 1, "topic", TOPIC, "reason", "refused");
    }

    @Test
    void publicationsAreTimedUntilTheirOutcome() {
        assertTimed("none", "gaugeRead", 4);
        assertTimed("none", "gaugeReset", 1);
        assertTimed("NullPointerException", "gaugeRead", 1);
        assertTimed("RecordTooLargeException", "gaugeLarge", 1);
    }

    @Test
    void theAgeOfWhatAListenerGetsIsTimedByTopicAndGroup() {
        await().untilAsserted(() -> {
            Timer age = meters.get("kafka.consumer.lag")
                    .tags("topic", TOPIC, "group", "meters")
                    .timer();
            assertThat(age.count()).isEqualTo(3 + 3);
            assertThat(age.max(TimeUnit.MINUTES)).isLessThan(5);
        });
    }

    @Test
    void tagsAreBounded() {
        assertCount("bookstore.events.skipped", UNKNOWN, "topic", TOPIC, "reason", "unknown_type");
        assertCount("bookstore.events.dead.letters", 2, "topic", TOPIC);

        Map<String, Set<String>> tags = meters.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("bookstore.events")
                        || id.getName().startsWith("kafka.messages"))
                .flatMap(id -> id.getTags().stream())
                .collect(Collectors.groupingBy(Tag::getKey, Collectors.mapping(Tag::getValue, Collectors.toSet())));
        assertThat(tags).containsOnlyKeys("topic", "type", "reason", "error");
        assertThat(tags.get("topic")).containsExactly(TOPIC);
        assertThat(tags.get("type")).containsExactlyInAnyOrder("gaugeRead", "gaugeReset", "gaugeLarge");
        assertThat(tags.get("reason"))
                .containsExactlyInAnyOrder("unknown_type", "not_accepted", "invalid_event", "refused");
    }

    private static void assertCount(String name, int count, String... tags) {
        await().untilAsserted(() ->
                assertThat(meters.get(name).tags(tags).counter().count()).isEqualTo(count));
    }

    private static void assertTimed(String error, String type, int count) {
        Timer timer = meters.get("bookstore.events.publish")
                .tags("topic", TOPIC, "type", type, "error", error)
                .timer();
        assertThat(timer.count()).isEqualTo(count);
        assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
    }

    private static void send(String body, String type) {
        ProducerRecord<byte[], byte[]> producerRecord =
                new ProducerRecord<>(TOPIC, body.getBytes(StandardCharsets.UTF_8));
        producerRecord.headers().add("__TypeId__", type.getBytes(StandardCharsets.UTF_8));
        RawKafka.send(producerRecord);
    }

    @EventType(name = "gaugeRead", topic = TOPIC)
    record Read(@Nullable String key, int value) implements DomainEvent {}

    @EventType(name = "gaugeReset", topic = TOPIC)
    record Reset(String key) implements DomainEvent {}

    @EventType(name = "gaugeLarge", topic = TOPIC)
    record Large(String key, String text) implements DomainEvent {}

    static class Listener {
        @KafkaListener(topics = TOPIC)
        void on(Read event) {
            if (event.value() < 0) {
                throw new IllegalStateException("no luck");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @AutoConfigurationPackage
    static class Service {

        @Bean
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Listener listener() {
            return new Listener();
        }
    }
}
