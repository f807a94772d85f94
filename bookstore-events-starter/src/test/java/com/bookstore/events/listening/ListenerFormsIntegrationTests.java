package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.TestBroker;
import com.bookstore.events.observability.CorrelationScope;
import com.bookstore.events.publishing.EventPublisher;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

class ListenerFormsIntegrationTests {

    private static ConfigurableApplicationContext context;
    private static Map<String, Queue<Object>> seen;

    @BeforeAll
    static void publish() {
        context = new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.application.name=forms",
                        "spring.kafka.bootstrap-servers=" + TestBroker.bootstrapServers())
                .run();
        seen = context.getBean(Seen.class).byListener;
        EventPublisher events = context.getBean(EventPublisher.class);
        for (int i = 0; i < 3; i++) {
            events.publish(new Opened("k" + i, i)).join();
            events.publish(new Closed("k" + i)).join();
        }
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @Test
    void aRecordParameterGetsItsEventsOnly() {
        awaitSize("opened", 3);
        assertThat(seen.get("opened")).allMatch(Opened.class::isInstance);
    }

    @Test
    void aFamilyParameterGetsAllItsMembersInOrderOfTheKey() {
        awaitSize("family", 6);
        assertThat(seen.get("family"))
                .filteredOn(event -> ((Door) event).key().equals("k1"))
                .containsExactly(new Opened("k1", 1), new Closed("k1"));
    }

    @Test
    void metadataCanBeASecondParameter() {
        awaitSize("metadata", 3);
        assertThat(seen.get("metadata")).allSatisfy(metadata -> assertThat(((EventMetadata) metadata).source())
                .isEqualTo("forms"));
    }

    @Test
    void anEnvelopeParameterGetsBoth() {
        awaitSize("envelope", 3);
        assertThat(seen.get("envelope")).allSatisfy(envelope -> assertThat(((EventEnvelope<?>) envelope).event())
                .isInstanceOf(Closed.class));
    }

    @Test
    void textAndBytesAreTheRawValue() {
        awaitSize("text", 6);
        awaitSize("bytes", 6);
        assertThat(seen.get("text"))
                .allSatisfy(text -> assertThat((String) text).startsWith("{\"type\":\""));
    }

    @Test
    void recordsAndMessagesCarryTheFormTheyDeclare() {
        awaitSize("record", 3);
        awaitSize("rawRecord", 6);
        awaitSize("message", 3);
        assertThat(seen.get("record")).allMatch(Opened.class::isInstance);
        assertThat(seen.get("rawRecord")).allMatch(String.class::isInstance);
    }

    @Test
    void batchesComeAsEventsEnvelopesOrRecords() {
        awaitSize("batch", 6);
        awaitSize("batchEnvelopes", 3);
        awaitSize("batchRecords", 3);
        awaitSize("batchPoll", 3);
        assertThat(seen.get("batch")).allMatch(Door.class::isInstance);
        assertThat(seen.get("batchEnvelopes")).allMatch(EventEnvelope.class::isInstance);
    }

    @Test
    void classLevelListenersDispatchOnTheEvent() {
        awaitSize("handler.opened", 3);
        awaitSize("handler.closed", 3);
        assertThat(seen.get("handler.closed")).allMatch(EventMetadata.class::isInstance);
    }

    @Test
    void handlersRunInTheEventsCorrelationScopeWithHeadersAtHand() {
        awaitSize("scope", 3);
        assertThat(seen.get("scope")).containsOnly("true true true");
    }

    @Test
    void aMethodThatTakesAnAcknowledgmentAcknowledgesItself() {
        awaitSize("acknowledging", 6);
    }

    @Test
    void whatAHandlerPublishesNamesItsCause() {
        awaitSize("echo", 3);
        assertThat(seen.get("echo")).allSatisfy(value -> {
            EventMetadata metadata = ((EventEnvelope<?>) value).metadata();
            Echo echo = (Echo) ((EventEnvelope<?>) value).event();
            assertThat(metadata.causationId()).isEqualTo(echo.cause());
            assertThat(metadata.correlationId()).isEqualTo(echo.cause());
        });
    }

    private static void awaitSize(String listener, int size) {
        await().untilAsserted(() -> assertThat(seen.getOrDefault(listener, new ConcurrentLinkedQueue<>()))
                .hasSize(size));
    }

    sealed interface Door extends DomainEvent permits Opened, Closed {}

    @EventType(name = "doorOpened", topic = "forms-doors")
    record Opened(String door, int times) implements Door {
        @Override
        public String key() {
            return door;
        }
    }

    @EventType(name = "doorClosed", topic = "forms-doors")
    record Closed(String door) implements Door {
        @Override
        public String key() {
            return door;
        }
    }

    @EventType(name = "doorEcho", topic = "forms-echoes")
    record Echo(String door, String cause) implements DomainEvent {
        @Override
        public String key() {
            return door;
        }
    }

    static final class Seen {
        final Map<String, Queue<Object>> byListener = new ConcurrentHashMap<>();

        void add(String listener, Object value) {
            byListener
                    .computeIfAbsent(listener, key -> new ConcurrentLinkedQueue<>())
                    .add(value);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @org.springframework.boot.autoconfigure.AutoConfigurationPackage
    static class Service {

        @Bean
        Seen seen() {
            return new Seen();
        }

        @Bean
        Listeners listeners(Seen seen, EventPublisher events) {
            return new Listeners(seen, events);
        }

        @Bean
        Handlers handlers(Seen seen) {
            return new Handlers(seen);
        }
    }

    static class Listeners {
        private final Seen seen;
        private final EventPublisher events;

        Listeners(Seen seen, EventPublisher events) {
            this.seen = seen;
            this.events = events;
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-opened")
        void opened(Opened event) {
            seen.add("opened", event);
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-family")
        void family(Door event) {
            seen.add("family", event);
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-metadata")
        void metadata(Opened event, EventMetadata metadata) {
            seen.add("metadata", metadata);
            events.publish(new Echo(event.door(), metadata.eventId()));
        }

        @KafkaListener(topics = "forms-echoes", groupId = "forms-echo")
        void echo(EventEnvelope<Echo> echo) {
            seen.add("echo", echo);
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-envelope")
        void envelope(EventEnvelope<Closed> envelope) {
            seen.add("envelope", envelope);
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-text")
        void text(String value) {
            seen.add("text", value);
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-bytes")
        void bytes(@Payload byte[] value, @Header(KafkaHeaders.RECEIVED_KEY) String key) {
            seen.add("bytes", value);
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-record")
        void consumerRecord(ConsumerRecord<String, Opened> value) {
            seen.add("record", value.value());
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-raw-record")
        void rawRecord(ConsumerRecord<String, String> value) {
            seen.add("rawRecord", value.value());
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-message")
        void message(Message<Opened> value) {
            seen.add("message", value.getPayload());
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-batch", batch = "true")
        void batch(List<Door> values) {
            values.forEach(value -> seen.add("batch", value));
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-batch-envelopes", batch = "true")
        void batchEnvelopes(List<EventEnvelope<Opened>> values, Acknowledgment acknowledgment) {
            values.forEach(value -> seen.add("batchEnvelopes", value));
            acknowledgment.acknowledge();
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-batch-records", batch = "true")
        void batchRecords(List<ConsumerRecord<String, Closed>> values) {
            values.forEach(value -> seen.add("batchRecords", value.value()));
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-batch-poll", batch = "true")
        void batchPoll(ConsumerRecords<String, Closed> values) {
            values.forEach(value -> seen.add("batchPoll", value.value()));
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-scope")
        void scope(
                Opened event,
                EventMetadata metadata,
                @Header(KafkaHeaders.RECEIVED_TOPIC) String topic,
                @Header("__TypeId__") String type) {
            CorrelationScope current = CorrelationScope.current();
            seen.add(
                    "scope",
                    metadata.eventId().equals(MDC.get("eventId"))
                            + " "
                            + (current != null && metadata.eventId().equals(current.causationId()))
                            + " "
                            + (topic.equals("forms-doors") && type.equals("doorOpened")));
        }

        @KafkaListener(topics = "forms-doors", groupId = "forms-acknowledging")
        void acknowledging(Door event, Acknowledgment acknowledgment) {
            seen.add("acknowledging", event);
            acknowledgment.acknowledge();
        }
    }

    @KafkaListener(topics = "forms-doors", groupId = "forms-handlers")
    static class Handlers {
        private final Seen seen;

        Handlers(Seen seen) {
            this.seen = seen;
        }

        @KafkaHandler
        void on(Opened event) {
            seen.add("handler.opened", event);
        }

        @KafkaHandler
        void on(Closed event, EventMetadata metadata) {
            seen.add("handler.closed", metadata);
        }
    }
}
