package com.bookstore.events.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.integration.TestService;
import com.bookstore.events.observability.CorrelationScope;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;

class PublishingIntegrationTests {

    private static ConfigurableApplicationContext context;
    private static EventPublisher events;

    @BeforeAll
    static void start() {
        context = TestService.start(Service.class, "publishing");
        events = context.getBean(EventPublisher.class);
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @Test
    void tellsWhereTheEventIs() {
        PublishedEvent published = events.publish(new Note("where", 1, "x")).join();

        assertThat(published).isInstanceOfSatisfying(PublishedEvent.Sent.class, sent -> {
            assertThat(sent.topic()).isEqualTo("pub-notes");
            assertThat(sent.partition()).isBetween(0, 2);
            assertThat(sent.offset()).isNotNegative();
            assertThat(sent.metadata().source()).isEqualTo("publishing");
            assertThat(sent.metadata().correlationId())
                    .isEqualTo(sent.metadata().eventId());
            assertThat(sent.metadata().causationId()).isNull();
        });
    }

    @Test
    void keepsTheOrderOfEachKey() {
        int keys = 50;
        int each = 200;
        List<CompletableFuture<PublishedEvent>> futures = new ArrayList<>();
        for (int n = 0; n < each; n++) {
            for (int key = 0; key < keys; key++) {
                futures.add(events.publish(new Ordered("key-" + key, n)));
            }
        }
        futures.forEach(CompletableFuture::join);

        Map<String, List<Integer>> byKey = RawKafka.read("pub-ordered", keys * each).stream()
                .collect(Collectors.groupingBy(
                        found -> new String(found.key(), StandardCharsets.UTF_8),
                        Collectors.mapping(PublishingIntegrationTests::number, Collectors.toList())));

        assertThat(byKey)
                .hasSize(keys)
                .allSatisfy((key, numbers) -> assertThat(numbers).hasSize(each).isSorted());
    }

    @Test
    void eventIdsAreUniqueAndOrderedInTime() throws InterruptedException {
        Set<String> ids = new HashSet<>();
        String first = metadata(events.publish(new Note("ids", 0, "")).join()).eventId();
        for (int i = 0; i < 1_000; i++) {
            ids.add(metadata(events.publish(new Note("ids", i, "")).join()).eventId());
        }
        String last = metadata(events.publish(new Note("ids", 0, "")).join()).eventId();

        assertThat(ids).hasSize(1_000).doesNotContain(first, last);
        assertThat(first)
                .isLessThan(last)
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void publishesAnEnvelopeWithTheCallersMetadata() {
        EventMetadata metadata =
                new EventMetadata("own-id", Instant.parse("2026-01-01T00:00:00Z"), "elsewhere", "2.0", "c", "cause");

        PublishedEvent published = events.publish(new EventEnvelope<>(metadata, new Note("own", 1, "")))
                .join();

        assertThat(published.metadata()).isEqualTo(metadata);
    }

    @Test
    void belongsToTheCorrelationScope() {
        try (CorrelationScope scope = CorrelationScope.open("order-process-7")) {
            EventMetadata metadata =
                    metadata(events.publish(new Note("scope", 1, "")).join());

            assertThat(metadata.correlationId()).isEqualTo(scope.correlationId());
            assertThat(metadata.causationId()).isNull();
        }
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedThroughTheFuture() {
        StringBuilder large = new StringBuilder();
        Random random = new Random(7);
        random.ints(1_500_000, 'a', 'z').forEach(c -> large.append((char) c));

        EventPublishingException failure = failure(events.publish(new Note("large", 1, large.toString())));

        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
        assertThat(failure.eventId()).isNotNull();
        assertThat(failure).hasMessageContaining("pub-notes").hasMessageContaining("max.message.bytes");
    }

    @Test
    void whatIsNoEventIsInvalidThroughTheFuture() {
        assertThat(failure(events.publish(new Unregistered())).reason()).isEqualTo(Reason.INVALID_EVENT);
        assertThat(failure(events.publish(new Note(null, 1, ""))).reason()).isEqualTo(Reason.INVALID_EVENT);
        assertThat(failure(events.publish(new Unwritable("k", new Secret()))).reason())
                .isEqualTo(Reason.INVALID_EVENT);
        assertThat(failure(events.publish((DomainEvent) null)).reason()).isEqualTo(Reason.INVALID_EVENT);
    }

    @Test
    void theTemplateOfSpringsFeaturesWritesEventsToo() throws Exception {
        @SuppressWarnings("unchecked")
        KafkaTemplate<Object, Object> template = context.getBean("eventKafkaTemplate", KafkaTemplate.class);

        template.send("pub-template", "k", new Note("template", 3, "x")).get();

        ConsumerRecord<byte[], byte[]> found = RawKafka.read("pub-template", 1).get(0);
        assertThat(new String(found.value(), StandardCharsets.UTF_8))
                .startsWith("{\"type\":\"pubNote\",\"eventId\":\"");
        assertThat(new String(found.headers().lastHeader("__TypeId__").value(), StandardCharsets.UTF_8))
                .isEqualTo("pubNote");
    }

    @Test
    void anOpenCircuitFailsAtOnce() {
        try (ConfigurableApplicationContext unreachable = TestService.start(
                Service.class,
                "circuit",
                "spring.kafka.bootstrap-servers=127.0.0.1:1",
                "spring.kafka.listener.auto-startup=false",
                "bookstore.events.publishing.max-block=100ms",
                "bookstore.events.publishing.circuit-breaker.enabled=true",
                "bookstore.events.publishing.circuit-breaker.minimum-calls=3",
                "bookstore.events.publishing.circuit-breaker.open-duration=1s")) {
            EventPublisher publisher = unreachable.getBean(EventPublisher.class);
            for (int i = 0; i < 3; i++) {
                assertThat(failure(publisher.publish(new Note("c", i, ""))).reason())
                        .isEqualTo(Reason.BROKER_UNREACHABLE);
            }

            assertThat(failure(publisher.publish(new Note("c", 4, ""))).reason())
                    .isEqualTo(Reason.CIRCUIT_OPEN);
            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            failure(publisher.publish(new Note("c", 5, ""))).reason() == Reason.BROKER_UNREACHABLE);
        }
    }

    private static int number(ConsumerRecord<byte[], byte[]> found) {
        String json = new String(found.value(), StandardCharsets.UTF_8);
        return Integer.parseInt(json.replaceAll(".*\"number\":(\\d+).*", "$1"));
    }

    private static EventMetadata metadata(PublishedEvent published) {
        return published.metadata();
    }

    private static EventPublishingException failure(CompletableFuture<PublishedEvent> future) {
        CompletionException failure = catchThrowableOfType(CompletionException.class, future::join);
        return (EventPublishingException) failure.getCause();
    }

    @EventType(name = "pubNote", topic = "pub-notes")
    record Note(@Nullable String about, int number, String text) implements DomainEvent {
        @Override
        public String key() {
            return about;
        }
    }

    @EventType(name = "pubOrdered", topic = "pub-ordered")
    record Ordered(String about, int number) implements DomainEvent {
        @Override
        public String key() {
            return about;
        }
    }

    @EventType(name = "pubTemplate", topic = "pub-template")
    record OnTemplateTopic(String about) implements DomainEvent {
        @Override
        public String key() {
            return about;
        }
    }

    @EventType(name = "pubUnwritable", topic = "pub-notes")
    record Unwritable(String about, Object what) implements DomainEvent {
        @Override
        public String key() {
            return about;
        }
    }

    static final class Secret {
        public String getText() {
            throw new IllegalStateException("not to be read");
        }
    }

    record Unregistered() implements DomainEvent {
        @Override
        public String key() {
            return "k";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @AutoConfigurationPackage
    static class Service {}
}
