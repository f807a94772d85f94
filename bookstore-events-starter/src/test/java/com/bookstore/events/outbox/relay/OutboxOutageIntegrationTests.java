package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.integration.TestService;
import com.bookstore.events.outbox.OutboxEventPublisher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

@Timeout(180)
class OutboxOutageIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    @Test
    void isOutOfServiceWhileABrokerIsAwayAndEventsWaitAndLivenessIsNot() {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.afterPropertiesSet();
        try (ConfigurableApplicationContext context = TestService.start(
                Service.class,
                "outbox-outage",
                "spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                "management.endpoint.health.probes.enabled=true",
                "bookstore.events.publishing.mode=outbox",
                "bookstore.events.outbox.without-transaction=open",
                "bookstore.events.outbox.lease=2s",
                "bookstore.events.outbox.unavailable-topic-delay=500ms",
                "bookstore.events.outbox.health.oldest-age=3s")) {
            OutboxEventPublisher publisher = context.getBean(OutboxEventPublisher.class);
            publisher.publish(event(1)).join();
            await().atMost(WITHIN).ignoreExceptions().untilAsserted(() -> {
                assertThat(relayed(context)).isEqualTo(1);
                assertThat(status(context)).isEqualTo(Status.UP);
            });

            broker.getCluster().brokers().values().forEach(server -> {
                server.shutdown();
                server.awaitShutdown();
            });
            publisher.publish(event(2)).join();

            await().atMost(WITHIN).ignoreExceptions().untilAsserted(() -> {
                assertThat(status(context)).isEqualTo(Status.OUT_OF_SERVICE);
                assertThat(gauge(context, "pending")).isEqualTo(1);
            });
            assertThat(gauge(context, "oldest.age")).isGreaterThanOrEqualTo(3);
            HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
            assertThat(endpoint.healthForPath("liveness").getStatus()).isEqualTo(Status.UP);
            assertThat(endpoint.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);

            broker.getCluster().brokers().values().forEach(server -> server.startup());

            await().atMost(WITHIN).ignoreExceptions().untilAsserted(() -> {
                assertThat(status(context)).isEqualTo(Status.UP);
                assertThat(relayed(context)).isEqualTo(2);
                assertThat(gauge(context, "pending")).isZero();
            });
        } finally {
            broker.destroy();
        }
    }

    private static Status status(ConfigurableApplicationContext context) {
        return context.getBean(OutboxHealthIndicator.class).health().getStatus();
    }

    /** Not a number before the relay has looked for the first time. */
    private static double gauge(ConfigurableApplicationContext context, String name) {
        Gauge gauge = context.getBean(SimpleMeterRegistry.class)
                .find("bookstore.events.outbox." + name)
                .gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private static double relayed(ConfigurableApplicationContext context) {
        Counter counter = context.getBean(SimpleMeterRegistry.class)
                .find("bookstore.events.outbox.relayed")
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private static UserRegisteredEvent event(long user) {
        return new UserRegisteredEvent(user, "ann@example.com", List.of());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {

        @Bean
        SimpleMeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }
}
