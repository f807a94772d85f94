package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.test.TestService.Attempt;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.kafka.annotation.KafkaListener;

/** A service whose broker goes, hangs, comes back, or was never there. */
@Timeout(300)
class BrokerOutageIntegrationTests {

    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration HEALED = Duration.ofSeconds(60);
    private static final Duration MOST_FOR_A_START_WITHOUT_BROKER = Duration.ofSeconds(3);
    private static final Duration MOST_FOR_A_CLOSE_WITHOUT_BROKER = Duration.ofSeconds(15);
    private static final String[] SHORT_BOUNDS = {
        "bookstore.events.publishing.max-block=1s", "bookstore.events.publishing.delivery-timeout=2s"
    };

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.builder().heap(128).start();
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @Test
    void failsTypedWithinItsBoundsWhileTheBrokerIsDownAndHealsWithoutARestart() throws Exception {
        try (TestService service =
                TestService.start(Service.class, broker.bootstrapServers(), withShortBounds("things-killed"))) {
            awaitHandled(service, 1);

            broker.kill();
            for (int number = 10; number < 13; number++) {
                assertFailedWithin(
                        service.publish(new ThingEvent("thing", number)),
                        MAX_BLOCK,
                        DELIVERY_TIMEOUT,
                        Reason.OUTCOME_UNKNOWN,
                        Reason.BROKER_UNREACHABLE);
            }
            assertFailedWithin(
                    service.publish(new LateEvent("thing")), MAX_BLOCK, DELIVERY_TIMEOUT, Reason.BROKER_UNREACHABLE);
            broker.start();

            awaitHandled(service, 2);
        }
    }

    @Test
    void failsTypedWithinItsBoundsWhileTheBrokerHangsAndHealsWithoutARestart() throws Exception {
        try (TestService service =
                TestService.start(Service.class, broker.bootstrapServers(), withShortBounds("things-suspended"))) {
            awaitHandled(service, 1);

            broker.suspend();
            try {
                for (int number = 10; number < 13; number++) {
                    assertFailedWithin(
                            service.publish(new ThingEvent("thing", number)),
                            MAX_BLOCK,
                            DELIVERY_TIMEOUT,
                            Reason.OUTCOME_UNKNOWN,
                            Reason.BROKER_UNREACHABLE);
                }
            } finally {
                broker.resume();
            }

            awaitHandled(service, 2);
        }
    }

    @Test
    void startsWithoutABrokerAndCreatesItsTopicsWhenItComes() throws Exception {
        TestService.start(Service.class, broker.bootstrapServers(), withShortBounds("things-warm-up"))
                .close();
        TestService withBroker =
                TestService.start(Service.class, broker.bootstrapServers(), withShortBounds("things-with"));
        withBroker.close();

        try (KafkaBroker late = KafkaBroker.builder().heap(128).build();
                TestService service =
                        TestService.start(Service.class, late.bootstrapServers(), withShortBounds("things-late"))) {
            assertThat(service.startTime()).isLessThan(withBroker.startTime().plus(MOST_FOR_A_START_WITHOUT_BROKER));
            assertFailedWithin(
                    service.publish(new ThingEvent("thing", 10)),
                    MAX_BLOCK,
                    DELIVERY_TIMEOUT,
                    Reason.BROKER_UNREACHABLE);
            late.start();

            awaitHandled(service, 1);
            try (TestClients clients = new TestClients(late.bootstrapServers())) {
                assertThat(clients.partitions("thing-events")).isEqualTo(3);
                assertThat(clients.partitions("late-events")).isEqualTo(3);
                assertThat(clients.topicExists("dead-letter-queue")).isTrue();
            }
        }
    }

    @Test
    void stopsInTimeWithoutABroker() throws Exception {
        try (KafkaBroker absent = KafkaBroker.builder().heap(128).build()) {
            TestService service =
                    TestService.start(Service.class, absent.bootstrapServers(), withShortBounds("things-absent"));
            service.publish(new ThingEvent("thing", 10));

            long start = System.nanoTime();
            service.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MOST_FOR_A_CLOSE_WITHOUT_BROKER);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "bookstore.tests.full", matches = "true", disabledReason = "runs with -Pfull")
    void keepsItsDefaultBounds() throws Exception {
        Duration maxBlock = Duration.ofSeconds(5);
        Duration deliveryTimeout = Duration.ofSeconds(30);
        try (TestService service =
                TestService.start(Service.class, broker.bootstrapServers(), "test.group=things-defaults")) {
            awaitHandled(service, 1);

            broker.kill();
            assertFailedWithin(
                    service.publish(new ThingEvent("thing", 10)),
                    maxBlock,
                    deliveryTimeout,
                    Reason.OUTCOME_UNKNOWN,
                    Reason.BROKER_UNREACHABLE);
            assertFailedWithin(
                    service.publish(new LateEvent("thing")), maxBlock, deliveryTimeout, Reason.BROKER_UNREACHABLE);
            broker.start();

            awaitHandled(service, 2);
        }
    }

    private static String[] withShortBounds(String group) {
        return new String[] {SHORT_BOUNDS[0], SHORT_BOUNDS[1], "test.group=" + group};
    }

    private static void assertFailedWithin(
            Attempt attempt, Duration maxBlock, Duration deliveryTimeout, Reason... reasons) {
        assertThat(attempt.failure()).isNotNull();
        assertThat(attempt.failure().reason()).isIn((Object[]) reasons);
        assertThat(attempt.call()).isLessThan(maxBlock.plus(MARGIN));
        assertThat(attempt.future()).isLessThan(maxBlock.plus(deliveryTimeout).plus(MARGIN));
    }

    private static void awaitHandled(TestService service, int number) {
        ThingEvent event = new ThingEvent("healed", number);
        await().atMost(HEALED).pollInterval(Duration.ofMillis(200)).until(() -> service.publish(event)
                .succeeded());
        await().atMost(HEALED).untilAsserted(() -> assertThat(service.bean(Service.class).handled)
                .contains(event));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Service {

        final Queue<ThingEvent> handled = new ConcurrentLinkedQueue<>();

        @KafkaListener(topics = "thing-events", groupId = "${test.group}")
        void on(ThingEvent event) {
            handled.add(event);
        }
    }
}
