package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.integration.TestService;
import com.bookstore.events.publishing.EventPublisher;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.messaging.handler.annotation.Payload;

class AcknowledgmentIntegrationTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "manual", "manual_immediate", "batch", "record"})
    void everyListenerCommitsWhateverTheAckMode(String ackMode) {
        String group = "ack-" + (ackMode.isEmpty() ? "default" : ackMode.replace('_', '-'));
        try (ConfigurableApplicationContext context = TestService.start(
                Service.class, group, "spring.kafka.listener.ack-mode=" + ackMode, "ack.group=" + group)) {
            EventPublisher events = context.getBean(EventPublisher.class);
            for (int i = 0; i < 10; i++) {
                events.publish(new Ticket("t" + i)).join();
                events.publish(new Stub("t" + i)).join();
            }
            RawKafka.send(new ProducerRecord<>("ack-tickets", "{}".getBytes(StandardCharsets.UTF_8)));
            RawKafka.send(new ProducerRecord<>(
                    "ack-tickets", "{\"type\":\"unheardOf\",\"eventId\":\"1\"}".getBytes(StandardCharsets.UTF_8)));

            for (String listener : List.of("-own", "-plain", "-batch", "-batch-own")) {
                await().untilAsserted(() ->
                        assertThat(lag(group + listener)).as(listener).isZero());
            }
            assertThat(mode(context, "own")).isIn(AckMode.MANUAL, AckMode.MANUAL_IMMEDIATE);
            assertThat(mode(context, "plain")).isNotIn(AckMode.MANUAL, AckMode.MANUAL_IMMEDIATE);
        }
    }

    @Test
    void aMethodThatNeverAcknowledgesNeverCommits() {
        try (ConfigurableApplicationContext context =
                TestService.start(Service.class, "ack-never", "ack.group=ack-never", "ack.acknowledge=false")) {
            context.getBean(EventPublisher.class).publish(new Ticket("never")).join();

            await().untilAsserted(() -> assertThat(lag("ack-never-plain")).isZero());
            assertThat(committed("ack-never-own")).isZero();
        }
    }

    @Test
    void aTombstoneReachesAMethodThatAllowsIt() {
        try (ConfigurableApplicationContext context =
                TestService.start(Service.class, "ack-tombstones", "ack.group=ack-tombstones")) {
            await().until(() -> RawKafka.<Boolean>admin(
                    admin -> admin.listTopics().names().get().contains("ack-tombs")));
            RawKafka.send(new ProducerRecord<>("ack-tombs", "gone".getBytes(StandardCharsets.UTF_8), null));
            context.getBean(EventPublisher.class).publish(new Tomb("here")).join();

            await().untilAsserted(() ->
                    assertThat(context.getBean(Listeners.class).tombs).contains("null", "here"));
        }
    }

    private static AckMode mode(ConfigurableApplicationContext context, String id) {
        return context.getBean(KafkaListenerEndpointRegistry.class)
                .getListenerContainer(id)
                .getContainerProperties()
                .getAckMode();
    }

    private static long committed(String group) {
        return RawKafka.admin(
                admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                        .mapToLong(OffsetAndMetadata::offset)
                        .sum());
    }

    private static long lag(String group) {
        long committed = committed(group);
        return RawKafka.read("ack-tickets", 1).size() - committed;
    }

    @EventType(name = "ackTicket", topic = "ack-tickets")
    record Ticket(String number) implements DomainEvent {
        @Override
        public String key() {
            return number;
        }
    }

    @EventType(name = "ackStub", topic = "ack-tickets")
    record Stub(String number) implements DomainEvent {
        @Override
        public String key() {
            return number;
        }
    }

    @EventType(name = "ackTomb", topic = "ack-tombs")
    record Tomb(String number) implements DomainEvent {
        @Override
        public String key() {
            return number;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @AutoConfigurationPackage
    static class Service {
        @Bean
        Listeners listeners(org.springframework.core.env.Environment environment) {
            return new Listeners(environment.getProperty("ack.acknowledge", Boolean.class, true));
        }
    }

    static class Listeners {
        final Queue<String> tombs = new ConcurrentLinkedQueue<>();
        private final boolean acknowledge;

        Listeners(boolean acknowledge) {
            this.acknowledge = acknowledge;
        }

        @KafkaListener(id = "own", topics = "ack-tickets", groupId = "${ack.group}-own")
        void own(Ticket ticket, Acknowledgment acknowledgment) {
            if (acknowledge) {
                acknowledgment.acknowledge();
            }
        }

        @KafkaListener(id = "plain", topics = "ack-tickets", groupId = "${ack.group}-plain")
        void plain(Ticket ticket) {}

        @KafkaListener(id = "batch", topics = "ack-tickets", groupId = "${ack.group}-batch", batch = "true")
        void batch(List<Ticket> tickets) {}

        @KafkaListener(id = "batchOwn", topics = "ack-tickets", groupId = "${ack.group}-batch-own", batch = "true")
        void batchOwn(List<Ticket> tickets, Acknowledgment acknowledgment) {
            acknowledgment.acknowledge();
        }

        @KafkaListener(topics = "ack-tombs", groupId = "${ack.group}-tombs")
        void tombs(@Payload(required = false) @Nullable Tomb tomb) {
            tombs.add(tomb == null ? "null" : tomb.number());
        }
    }
}
