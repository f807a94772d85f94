package com.bookstore.events.deadletter.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.deadletter.breaker.Shop.Order;
import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.publishing.EventPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

@Timeout(120)
class BreakerIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(40);
    private static final String PROBE_LATE = "bookstore.events.dead-letter.breaker.probe-interval=1h";
    private static final String LATEST_PROBE = "bookstore.events.dead-letter.breaker.max-probe-interval=1h";
    private static final String NO_DEAD_LETTER = "bookstore.events.dead-letter.breaker.failures=1";
    private static final String ONE_CONSUMER = "spring.kafka.listener.concurrency=1";
    private static final int PARTITIONS = 3;
    private static final int KEYS = 10;

    @ParameterizedTest
    @ValueSource(strings = {Shop.SINGLE, Shop.BATCH})
    void whatAListenerNeedsIsAwayAndComesBack(String listener) {
        String topic = "brk-away-" + listener;
        try (ConfigurableApplicationContext context = Shop.start(topic, "shop." + listener + "=true")) {
            Shop shop = context.getBean(Shop.class);
            publish(context, 0, 100);
            awaitPaused(context, listener);
            publish(context, 100, 200);
            await().atMost(WITHIN)
                    .until(() -> breaker(context, listener).opening().failedProbes() >= 3);
            assertThat(gauge(context, listener)).isEqualTo(1);
            shop.away = false;

            await().atMost(WITHIN)
                    .untilAsserted(() -> assertThat(Stream.concat(numbers(shop.handled), deadLetters(topic))
                                    .distinct())
                            .hasSize(200));
            assertThat(deadLetters(topic)).hasSizeLessThanOrEqualTo(4);
            for (int key = 0; key < KEYS; key++) {
                String of = "k" + key;
                assertThat(shop.handled.stream()
                                .filter(order -> order.key().equals(of))
                                .map(Order::number)
                                .distinct())
                        .isSorted();
            }
            awaitGoingOn(context, listener);
            assertThat(gauge(context, listener)).isZero();
            assertThat(openings(context, listener)).isEqualTo(1);
        }
    }

    @Test
    void anotherListenerGoesOn() {
        try (ConfigurableApplicationContext context = Shop.start(
                "brk-other", "shop.single=true", "shop.independent=true", NO_DEAD_LETTER, PROBE_LATE, LATEST_PROBE)) {
            publish(context, 0, 20);
            awaitPaused(context, Shop.SINGLE);
            publish(context, 20, 50);

            await().atMost(WITHIN).untilAsserted(() -> assertThat(context.getBean(Shop.class).independent)
                    .hasSize(50));
            assertThat(container(context, Shop.INDEPENDENT).isPauseRequested()).isFalse();
            assertThat(context.getBean(Shop.class).handled).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Shop.SINGLE, Shop.BATCH})
    void aRecordThatAlwaysFailsDoesNotHoldItsListener(String listener) {
        String topic = "brk-poison-" + listener;
        try (ConfigurableApplicationContext context = Shop.start(
                topic,
                "shop." + listener + "=true",
                NO_DEAD_LETTER,
                "bookstore.events.dead-letter.breaker.max-probes=3")) {
            Shop shop = context.getBean(Shop.class);
            shop.away = false;
            publish(context, List.of(new Order("k", 0, true), new Order("k", 1, false), new Order("k", 2, false)));

            await().atMost(WITHIN)
                    .untilAsserted(
                            () -> assertThat(numbers(shop.handled).distinct()).containsExactly(1, 2));
            assertThat(deadLetters(topic)).containsExactly(0);
            awaitGoingOn(context, listener);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Shop.SINGLE, Shop.BATCH})
    void whatIsWrongWithARecordIsNoFailureOfItsListener(String listener) {
        String topic = "brk-malformed-" + listener;
        try (ConfigurableApplicationContext context = Shop.start(topic, "shop." + listener + "=true", NO_DEAD_LETTER)) {
            Shop shop = context.getBean(Shop.class);
            shop.away = false;
            for (int i = 0; i < 5; i++) {
                RawKafka.send(new ProducerRecord<>(topic, 0, bytes("k"), bytes("{broken")));
            }
            publish(context, 0, 10);

            await().atMost(WITHIN)
                    .untilAsserted(() -> assertThat(numbers(shop.handled)).hasSize(10));
            assertThat(RawKafka.read(topic + "-dead", 5)).hasSize(5);
            assertThat(context.getBean(MeterRegistry.class)
                            .find("bookstore.events.listener.breaker.openings")
                            .counter())
                    .isNull();
        }
    }

    @Test
    void isStoppedAndStartedWhileItIsPaused() {
        try (ConfigurableApplicationContext context = Shop.start("brk-stop", "shop.single=true", NO_DEAD_LETTER)) {
            Shop shop = context.getBean(Shop.class);
            publish(context, 0, 20);
            awaitPaused(context, Shop.SINGLE);
            MessageListenerContainer container = container(context, Shop.SINGLE);

            long start = System.nanoTime();
            container.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            container.start();
            shop.away = false;

            await().atMost(WITHIN)
                    .untilAsserted(() -> assertThat(numbers(shop.handled)).hasSize(20));
            awaitGoingOn(context, Shop.SINGLE);
        }
    }

    @Test
    void staysPausedWhilePartitionsComeAndGo() {
        String topic = "brk-rebalance";
        try (ConfigurableApplicationContext context =
                Shop.start(topic, "shop.single=true", NO_DEAD_LETTER, PROBE_LATE, LATEST_PROBE, ONE_CONSUMER)) {
            Shop shop = context.getBean(Shop.class);
            publish(context, 0, 20);
            awaitPaused(context, Shop.SINGLE);
            MessageListenerContainer container = container(context, Shop.SINGLE);
            await().atMost(WITHIN).until(container::isContainerPaused);
            int attempts = shop.attempts.get();

            try (ConfigurableApplicationContext second =
                    Shop.start(topic, "shop.single=true", NO_DEAD_LETTER, PROBE_LATE, LATEST_PROBE, ONE_CONSUMER)) {
                await().atMost(WITHIN).until(() -> !assigned(second).isEmpty());
                await().atMost(WITHIN).until(() -> assigned(context).size() < PARTITIONS);
            }
            await().atMost(WITHIN).until(() -> assigned(context).size() == PARTITIONS);
            await().during(Duration.ofSeconds(1)).atMost(WITHIN).until(() -> shop.attempts.get() == attempts);

            assertThat(container.isPauseRequested()).isTrue();
            assertThat(numbers(shop.handled)).isEmpty();
        }
    }

    @Test
    void theApplicationEndsWhileItIsPausedAndTheNextOneHandlesWhatWasHeld() {
        String topic = "brk-shutdown";
        ConfigurableApplicationContext first =
                Shop.start(topic, "shop.single=true", NO_DEAD_LETTER, PROBE_LATE, LATEST_PROBE);
        try (first) {
            publish(first, 0, 20);
            awaitPaused(first, Shop.SINGLE);
        }
        try (ConfigurableApplicationContext second = Shop.start(topic, "shop.single=false")) {
            Shop shop = second.getBean(Shop.class);
            shop.away = false;
            container(second, Shop.SINGLE).start();

            await().atMost(WITHIN)
                    .untilAsserted(() -> assertThat(numbers(shop.handled)).hasSize(20));
            assertThat(deadLetters(topic)).isEmpty();
        }
    }

    private static void publish(ConfigurableApplicationContext context, int from, int to) {
        publish(
                context,
                IntStream.range(from, to)
                        .mapToObj(number -> new Order("k" + number % KEYS, number, false))
                        .toList());
    }

    private static void publish(ConfigurableApplicationContext context, List<Order> orders) {
        EventPublisher events = context.getBean(EventPublisher.class);
        CompletableFuture.allOf(orders.stream().map(events::publish).toArray(CompletableFuture[]::new))
                .join();
    }

    private static void awaitPaused(ConfigurableApplicationContext context, String listener) {
        await().atMost(WITHIN)
                .until(() -> breaker(context, listener).opening() != null
                        && container(context, listener).isPauseRequested());
        assertThat(context.getBean(ListenerBreakerHealthIndicator.class)
                        .health()
                        .getStatus())
                .isEqualTo(Status.OUT_OF_SERVICE);
    }

    private static void awaitGoingOn(ConfigurableApplicationContext context, String listener) {
        await().atMost(WITHIN).until(() -> breaker(context, listener).isClosed());
        assertThat(container(context, listener).isPauseRequested()).isFalse();
        assertThat(context.getBean(ListenerBreakerHealthIndicator.class)
                        .health()
                        .getStatus())
                .isEqualTo(Status.UP);
    }

    private static ListenerBreaker breaker(ConfigurableApplicationContext context, String listener) {
        return context.getBean(ListenerBreakers.class).find(listener);
    }

    private static MessageListenerContainer container(ConfigurableApplicationContext context, String listener) {
        return context.getBean(KafkaListenerEndpointRegistry.class).getListenerContainer(listener);
    }

    private static Collection<TopicPartition> assigned(ConfigurableApplicationContext context) {
        Collection<TopicPartition> assigned = container(context, Shop.SINGLE).getAssignedPartitions();
        return assigned == null ? List.of() : assigned;
    }

    private static double gauge(ConfigurableApplicationContext context, String listener) {
        return context.getBean(MeterRegistry.class)
                .get("bookstore.events.listener.breaker.open")
                .tags("listener", listener, "group", listener)
                .gauge()
                .value();
    }

    private static double openings(ConfigurableApplicationContext context, String listener) {
        return context.getBean(MeterRegistry.class)
                .get("bookstore.events.listener.breaker.openings")
                .tags("listener", listener, "group", listener)
                .counter()
                .count();
    }

    private static Stream<Integer> numbers(Collection<Order> orders) {
        return orders.stream().map(Order::number);
    }

    /** The numbers of the orders that are dead letters now. */
    private static Stream<Integer> deadLetters(String topic) {
        TopicPartition partition = new TopicPartition(topic + "-dead", 0);
        long count = RawKafka.admin(admin -> admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset());
        return count == 0
                ? Stream.empty()
                : RawKafka.read(partition.topic(), (int) count).stream()
                        .map(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                        .map(json -> Integer.valueOf(json.replaceAll(".*\"number\":(\\d+).*", "$1")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
