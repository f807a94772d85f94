package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.integration.TestService;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;

class GroupLagIntegrationTests {

    private static final String OFTEN = "bookstore.events.observability.group-lag.interval=200ms";

    @Test
    void theLagIsWhatIsNotCommitted() {
        create("lag-slow", 2);
        try (ConfigurableApplicationContext context = TestService.start(Slow.class, "lag-slow-group", OFTEN)) {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            send("lag-slow", 0, 5);
            send("lag-slow", 1, 3);
            assertLag(meters, "lag-slow-group", Map.of("lag-slow-0", 5.0, "lag-slow-1", 3.0));

            context.getBean(Slow.class).permits.release(8);

            assertLag(meters, "lag-slow-group", Map.of("lag-slow-0", 0.0, "lag-slow-1", 0.0));
        }
    }

    @Test
    void aGroupThatNeverCommittedHasAllBeforeItThatIsStillThere() {
        create("lag-stopped", 1);
        send("lag-stopped", 0, 6);
        RawKafka.admin(admin -> admin.deleteRecords(
                        Map.of(new TopicPartition("lag-stopped", 0), RecordsToDelete.beforeOffset(2)))
                .all()
                .get());
        try (ConfigurableApplicationContext context = TestService.start(Stopped.class, "lag-stopped-group", OFTEN)) {
            assertLag(context.getBean(MeterRegistry.class), "lag-stopped-group", Map.of("lag-stopped-0", 4.0));
        }
    }

    @Test
    void nothingIsKnownOfAGroupThatStartsAtTheEnd() {
        create("lag-latest", 1);
        send("lag-latest", 0, 6);
        try (ConfigurableApplicationContext context = TestService.start(
                Latest.class, "lag-latest-group", OFTEN, "spring.kafka.consumer.auto-offset-reset=latest")) {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertLag(meters, "lag-other-group", Map.of("lag-latest-0", 6.0));

            assertThat(lags(meters, "lag-latest-group")).isEmpty();
        }
    }

    @Test
    void aTopicThatIsDeletedIsNoLongerShownAndOneThatIsFoundByAPatternIs() {
        create("lag-gone", 1);
        create("lag-pattern-1", 1);
        send("lag-gone", 0, 1);
        send("lag-pattern-1", 0, 2);
        try (ConfigurableApplicationContext context = TestService.start(Gone.class, "lag-gone-group", OFTEN)) {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertLag(meters, "lag-gone-group", Map.of("lag-gone-0", 0.0, "lag-pattern-1-0", 0.0));
            context.getBean(KafkaListenerEndpointRegistry.class)
                    .getListenerContainer("gone")
                    .stop();

            RawKafka.admin(
                    admin -> admin.deleteTopics(List.of("lag-gone")).all().get());

            assertLag(meters, "lag-gone-group", Map.of("lag-pattern-1-0", 0.0));
        }
    }

    @Test
    void prometheusGetsTheDocumentedName() {
        create("lag-prometheus", 1);
        try (ConfigurableApplicationContext context =
                TestService.start(Prometheus.class, "lag-prometheus-group", OFTEN)) {
            PrometheusMeterRegistry prometheus = context.getBean(PrometheusMeterRegistry.class);
            await().untilAsserted(() -> assertThat(prometheus.scrape())
                    .contains("kafka_consumer_group_lag_records{group=\"lag-prometheus-group\","
                            + "partition=\"0\",topic=\"lag-prometheus\"} 0.0"));
        }
    }

    private static void assertLag(MeterRegistry meters, String group, Map<String, Double> expected) {
        await().untilAsserted(() -> assertThat(lags(meters, group)).isEqualTo(expected));
    }

    private static Map<String, Double> lags(MeterRegistry meters, String group) {
        return meters.find(GroupLagMeters.NAME).tag("group", group).gauges().stream()
                .collect(Collectors.toMap(
                        gauge -> gauge.getId().getTag("topic") + "-"
                                + gauge.getId().getTag("partition"),
                        Gauge::value));
    }

    private static void create(String topic, int partitions) {
        RawKafka.admin(
                admin -> admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                        .all()
                        .get());
        await().until(() -> RawKafka.topics().contains(topic));
    }

    private static void send(String topic, int partition, int count) {
        for (int i = 0; i < count; i++) {
            RawKafka.send(new ProducerRecord<>(topic, partition, null, "{}".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {

        @Bean
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Slow extends Service {

        final Semaphore permits = new Semaphore(0);

        @KafkaListener(topics = "lag-slow")
        void on(String text) {
            permits.acquireUninterruptibly();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Stopped extends Service {

        @KafkaListener(topics = "lag-stopped", autoStartup = "false")
        void on(String text) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Latest extends Service {

        @KafkaListener(topics = "lag-latest", autoStartup = "false")
        void on(String text) {}

        @KafkaListener(
                topics = "lag-latest",
                groupId = "lag-other-group",
                autoStartup = "false",
                properties = "auto.offset.reset=earliest")
        void onOther(String text) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Gone extends Service {

        @KafkaListener(id = "gone", idIsGroup = false, topics = "lag-gone")
        void on(String text) {}

        @KafkaListener(topicPattern = "lag-pattern-.*")
        void onPattern(String text) {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Prometheus {

        @Bean
        PrometheusMeterRegistry registry() {
            return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        }

        @KafkaListener(topics = "lag-prometheus")
        void on(String text) {}
    }
}
