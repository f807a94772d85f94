package com.bookstore.events.publishing.idempotent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.idempotency.IdempotencyStore;
import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.integration.TestService;
import com.bookstore.events.publishing.idempotent.IdempotentPublication.AlreadyPublished;
import com.bookstore.events.publishing.idempotent.IdempotentPublication.Published;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.KeyReused;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;

/** Two instances of a service over one store, on a real broker. */
class IdempotentPublishingIntegrationTests {

    private static final TestStore STORE = new TestStore();

    private static ConfigurableApplicationContext first;
    private static ConfigurableApplicationContext second;
    private static IdempotentEventPublisher events;

    @BeforeAll
    static void start() {
        first = TestService.start(Instance.class, "idempotent");
        second = TestService.start(Instance.class, "idempotent");
        events = first.getBean(IdempotentEventPublisher.class);
    }

    @AfterAll
    static void close() {
        first.close();
        second.close();
    }

    @Test
    void aHundredCallsWithOneKeyMakeOneRecord() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(100);
        List<Callable<IdempotentPublication>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            IdempotentEventPublisher instance = (i % 2 == 0 ? first : second).getBean(IdempotentEventPublisher.class);
            calls.add(() -> instance.publish("hundred", new Hundred("k", "x")));
        }

        Set<IdempotentPublication> outcomes = new HashSet<>();
        for (Future<IdempotentPublication> call : threads.invokeAll(calls)) {
            outcomes.add(call.get());
        }
        threads.shutdown();

        assertThat(outcomes).hasSize(2).hasOnlyElementsOfTypes(Published.class, AlreadyPublished.class);
        assertThat(RawKafka.read("idem-hundred", 1)).hasSize(1);
        MeterRegistry meters = first.getBean(MeterRegistry.class);
        assertThat(meters.get("bookstore.events.idempotent.publications")
                        .tag("outcome", "already_published")
                        .counter()
                        .count())
                .isGreaterThanOrEqualTo(49);
    }

    @Test
    void aKeyForAnotherEventIsRefused() {
        events.publish("conflict", new Note("k", "one"));

        assertThatExceptionOfType(KeyReused.class).isThrownBy(() -> second.getBean(IdempotentEventPublisher.class)
                .publish("conflict", new Note("k", "two")));
    }

    @Test
    void whatIsSentAgainAfterACrashIsTheSameEvent() {
        STORE.failAfterwards(true); // a crash between the broker's answer and the confirmation
        IdempotentPublication lost = events.publish("crash", new Crash("k"));
        STORE.failAfterwards(false);
        STORE.advance(Duration.ofMinutes(1));

        IdempotentPublication again =
                second.getBean(IdempotentEventPublisher.class).publish("crash", new Crash("k"));

        assertThat(again).isInstanceOf(Published.class);
        assertThat(again.sent().metadata()).isEqualTo(lost.sent().metadata());
        assertThat(RawKafka.read("idem-crash", 2))
                .extracting(found -> new String(found.value(), StandardCharsets.UTF_8))
                .hasSize(2)
                .containsOnly(new String(RawKafka.read("idem-crash", 2).get(0).value(), StandardCharsets.UTF_8));
    }

    @Test
    void manyFuturesAtOnceAreFast() {
        int count = 20_000;
        int tripsBefore = STORE.claimed.size();
        events.publish("warm", new Note("k", ""));
        long start = System.nanoTime();
        List<CompletableFuture<IdempotentPublication>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(events.publishAsync("many-" + i, new Many("k" + i % 100, i)));
        }
        futures.forEach(future -> assertThat(future.join()).isInstanceOf(Published.class));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(took).isLessThan(Duration.ofSeconds(20)); // a round trip for each would take minutes
        assertThat(STORE.claimed.size() - tripsBefore).isLessThan(count / 2);
        assertThat(RawKafka.read("idem-many", count)).hasSize(count);
    }

    @Test
    void theSampleOfTheGuideIsThisOne() throws IOException {
        String guide = Files.readString(Path.of("../docs/idempotency.md"));
        String sample = guide.substring(guide.indexOf("```java") + 7);
        String here = Files.readString(Path.of("src/test/java/"
                + IdempotentPublishingIntegrationTests.class.getName().replace('.', '/') + ".java"));

        assertThat(here.replaceAll("\\s+", " "))
                .contains(sample.substring(0, sample.indexOf("```")).strip().replaceAll("\\s+", " "));
    }

    @Test
    void theSampleOfTheGuideWorks() {
        Orders orders = first.getBean(Orders.class);

        assertThat(orders.place("request-1", "order-1", "EUR 10")).isEqualTo("placed");
        assertThat(orders.place("request-1", "order-1", "EUR 10")).isEqualTo("was placed before");
        assertThat(orders.place("request-1", "order-1", "EUR 11")).isEqualTo("request id used twice");
    }

    /** Stands in docs/idempotency.md. */
    @Service
    static class Orders {

        private final IdempotentEventPublisher events;

        Orders(IdempotentEventPublisher events) {
            this.events = events;
        }

        String place(String requestId, String orderId, String total) {
            try {
                IdempotentPublication publication = events.publish(requestId, new OrderPlaced(orderId, total));
                return publication instanceof Published ? "placed" : "was placed before";
            } catch (KeyReused anotherOrder) {
                return "request id used twice";
            }
        }
    }

    @EventType(name = "idemOrderPlaced", topic = "idem-notes")
    record OrderPlaced(String orderId, String total) implements DomainEvent {
        @Override
        public String key() {
            return orderId;
        }
    }

    @EventType(name = "idemHundred", topic = "idem-hundred")
    record Hundred(String about, String text) implements DomainEvent {
        @Override
        public String key() {
            return about;
        }
    }

    @EventType(name = "idemNote", topic = "idem-notes")
    record Note(String about, String text) implements DomainEvent {
        @Override
        public String key() {
            return about;
        }
    }

    @EventType(name = "idemCrash", topic = "idem-crash")
    record Crash(String about) implements DomainEvent {
        @Override
        public String key() {
            return about;
        }
    }

    @EventType(name = "idemMany", topic = "idem-many")
    record Many(String about, int number) implements DomainEvent {
        @Override
        public String key() {
            return about;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @AutoConfigurationPackage
    @Import(Orders.class)
    static class Instance {

        @Bean
        IdempotencyStore store() {
            return STORE;
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }
}
