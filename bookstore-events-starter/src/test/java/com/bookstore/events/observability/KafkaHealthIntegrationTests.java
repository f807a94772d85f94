package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.integration.TestService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.util.StopWatch;

class KafkaHealthIntegrationTests {

    private static final String PROBES = "management.endpoint.health.probes.enabled=true";
    private static final String LAG = "bookstore.events.observability.group-lag.interval=200ms";

    @Test
    void tellsTheClusterAndTheTopicsThatAreMissing() {
        try (ConfigurableApplicationContext context = TestService.start(
                Service.class,
                "health",
                "bookstore.events.observability.health.cache=0s",
                "bookstore.events.topics.health-own.partitions=1")) {
            await().untilAsserted(() -> {
                Health health = health(context);
                assertThat(health.getStatus()).isEqualTo(Status.UP);
                assertThat(health.getDetails())
                        .containsOnlyKeys("clusterId", "nodeCount", "nodes", "missingTopics")
                        .containsEntry("clusterId", RawKafka.admin(admin -> admin.describeCluster()
                                .clusterId()
                                .get()))
                        .containsEntry("nodeCount", 1)
                        .containsEntry("nodes", List.of(0))
                        .containsEntry("missingTopics", List.of("health-nowhere"));
            });
        }
    }

    @Test
    void declaredTopicsThatNobodyCreatesAreMissing() {
        try (ConfigurableApplicationContext context = TestService.start(
                Service.class,
                "health-declared",
                "spring.kafka.admin.auto-create=false",
                "bookstore.events.topics.health-declared.partitions=1")) {
            Health health = health(context);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails().get("missingTopics"))
                    .asInstanceOf(LIST)
                    .contains("health-declared", "health-nowhere");
        }
    }

    @Test
    void isDownWhenAListenerStoppedByItself() {
        try (ConfigurableApplicationContext context =
                TestService.start(Service.class, "health-listener", "bookstore.events.observability.health.cache=0s")) {
            await().untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
            AbstractMessageListenerContainer<?, ?> listener = (AbstractMessageListenerContainer<?, ?>)
                    context.getBean(KafkaListenerEndpointRegistry.class).getListenerContainer("nowhere");

            listener.stopAbnormally(() -> {});

            await().untilAsserted(() -> {
                Health health = health(context);
                assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                assertThat(health.getDetails())
                        .containsEntry("listeners", Map.of("nowhere", "stopped"))
                        .containsKey("clusterId");
            });
            listener.start();
            await().untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
        }
    }

    @Test
    void aListenerThatSomebodyStoppedIsAsItShouldBe() {
        try (ConfigurableApplicationContext context =
                TestService.start(Service.class, "health-stopped", "bookstore.events.observability.health.cache=0s")) {
            context.getBean(KafkaListenerEndpointRegistry.class)
                    .getListenerContainer("nowhere")
                    .stop();

            await().untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
        }
    }

    @Test
    void followsABrokerThatGoesAndComesBackAndLivenessDoesNot() {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.afterPropertiesSet();
        try (ConfigurableApplicationContext context = TestService.start(
                Service.class,
                "health-outage",
                "spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                LAG,
                PROBES)) {
            HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
            SimpleMeterRegistry meters = context.getBean(SimpleMeterRegistry.class);
            await().untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            meters.find(GroupLagMeters.NAME).gauges())
                    .isNotEmpty());

            broker.getCluster().brokers().values().forEach(server -> {
                server.shutdown();
                server.awaitShutdown();
            });

            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
                assertThat(endpoint.health().getStatus()).isEqualTo(Status.DOWN);
            });
            assertThat(health(context).getDetails()).containsOnlyKeys("error");
            assertThat(endpoint.healthForPath("liveness").getStatus()).isEqualTo(Status.UP);
            assertThat(endpoint.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                            meters.find(GroupLagMeters.NAME).gauges())
                    .isEmpty());

            broker.getCluster().brokers().values().forEach(server -> server.startup());

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            meters.find(GroupLagMeters.NAME).gauges())
                    .isNotEmpty());
        } finally {
            broker.destroy();
        }
    }

    @Test
    void answersInTimeWhenTheBrokerTakesConnectionsAndSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50);
                ConfigurableApplicationContext context = TestService.start(
                        Service.class,
                        "health-silent",
                        "spring.kafka.bootstrap-servers=localhost:" + silent.getLocalPort())) {
            for (int i = 0; i < 3; i++) {
                StopWatch time = new StopWatch();
                time.start();
                Health health = health(context);
                time.stop();

                assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                assertThat(health.getDetails().get("error").toString()).endsWith("TimeoutException");
                assertThat(time.getTotalTimeMillis()).isLessThan(2_000);
            }
            assertThat(threads().getOrDefault("kafka-admin-client-thread", 0L)).isLessThanOrEqualTo(2);
        }
        await().untilAsserted(() -> assertThat(threads().keySet())
                .noneMatch(name -> name.startsWith("bookstore-events-") || name.startsWith("kafka-admin-client")));
    }

    private static Map<String, Long> threads() {
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        return threads.stream()
                .collect(Collectors.groupingBy(thread -> thread.getName().split(" ")[0], Collectors.counting()));
    }

    private static Health health(ConfigurableApplicationContext context) {
        return context.getBean(KafkaHealthIndicator.class).health();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {

        @KafkaListener(id = "nowhere", idIsGroup = false, topics = "health-nowhere")
        void on(String text) {}

        @KafkaListener(topics = "book-events")
        void onBooks(String text) {}

        @Bean
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }
}
