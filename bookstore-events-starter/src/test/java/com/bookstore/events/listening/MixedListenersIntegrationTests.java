package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.integration.TestService;
import com.bookstore.events.publishing.EventPublisher;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.support.Acknowledgment;

@ExtendWith(OutputCaptureExtension.class)
class MixedListenersIntegrationTests {

    private static ConfigurableApplicationContext context;
    private static EventPublisher events;
    private static Seen seen;

    @BeforeAll
    static void start() {
        context = TestService.start(
                Service.class,
                "mixed",
                "bookstore.events.topics.dead-letter-queue.name=mixed-dead",
                "bookstore.events.dead-letter.retry.delay=20ms",
                "bookstore.events.dead-letter.retry.max-retries=1",
                "spring.kafka.producer.transaction-id-prefix=not-for-events");
        events = context.getBean(EventPublisher.class);
        seen = context.getBean(Seen.class);
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @Test
    void whatMethodsWithoutAnAcknowledgmentHandledIsAcknowledgedForThem() {
        for (int i = 0; i < 5; i++) {
            events.publish(new Own("m" + i)).join();
            events.publish(new Plain("m" + i)).join();
            events.publish(new Ignored("m" + i)).join();
        }

        await().untilAsserted(() -> assertThat(seen.names).contains("own m4", "plain m4", "async m4"));
        await().untilAsserted(() -> assertThat(committed("mixed-handlers")).isEqualTo(size("mixed-events")));
        await().untilAsserted(() -> assertThat(committed("mixed-async")).isEqualTo(size("mixed-events")));
    }

    @Test
    void aFailureOfAKafkaTransactionsServiceBecomesADeadLetterToo(CapturedOutput output) {
        events.publish(new Failing("broken")).join();

        await().untilAsserted(() -> assertThat(RawKafka.read("mixed-dead", 1)).hasSize(1));
        assertThat(output)
                .contains("Attempt 1 to handle mixed-failing-")
                .contains("failed: java.lang.StackOverflowError")
                .contains("is a dead letter on 'mixed-dead', key broken");
        events.publish(new Failing("alive")).join();
        await().untilAsserted(() -> assertThat(seen.names).contains("failing alive"));
    }

    private static long committed(String group) {
        return RawKafka.admin(
                admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                        .mapToLong(OffsetAndMetadata::offset)
                        .sum());
    }

    private static long size(String topic) {
        return RawKafka.read(topic, 15).size();
    }

    @EventType(name = "mixedOwn", topic = "mixed-events")
    record Own(String key) implements DomainEvent {}

    @EventType(name = "mixedPlain", topic = "mixed-events")
    record Plain(String key) implements DomainEvent {}

    @EventType(name = "mixedIgnored", topic = "mixed-events")
    record Ignored(String key) implements DomainEvent {}

    @EventType(name = "mixedFailing", topic = "mixed-failing")
    record Failing(String key) implements DomainEvent {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @AutoConfigurationPackage
    static class Service {
        @Bean
        Seen seen() {
            return new Seen();
        }

        @Bean
        Handlers handlers(Seen seen) {
            return new Handlers(seen);
        }

        @Bean
        Listeners listeners(Seen seen) {
            return new Listeners(seen);
        }
    }

    static final class Seen {
        final Queue<String> names = new ConcurrentLinkedQueue<>();
    }

    @KafkaListener(topics = "mixed-events", groupId = "mixed-handlers")
    static class Handlers {
        private final Seen seen;

        Handlers(Seen seen) {
            this.seen = seen;
        }

        @KafkaHandler
        void on(Own event, Acknowledgment acknowledgment) {
            seen.names.add("own " + event.key());
            acknowledgment.acknowledge();
        }

        @KafkaHandler
        void on(Plain event) {
            seen.names.add("plain " + event.key());
        }
    }

    static class Listeners {
        private final Seen seen;

        Listeners(Seen seen) {
            this.seen = seen;
        }

        @KafkaListener(topics = "mixed-events", groupId = "mixed-async")
        CompletableFuture<Void> async(Plain event) {
            return CompletableFuture.runAsync(() -> seen.names.add("async " + event.key()));
        }

        @KafkaListener(topics = "mixed-failing", groupId = "mixed-failing")
        void failing(Failing event) {
            if (event.key().equals("broken")) {
                throw new StackOverflowError();
            }
            seen.names.add("failing " + event.key());
        }
    }
}
