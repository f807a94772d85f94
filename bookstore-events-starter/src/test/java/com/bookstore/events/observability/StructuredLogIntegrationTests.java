package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.TestService;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.PublishedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.kafka.annotation.KafkaListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StructuredLogIntegrationTests {

    private static final String TOPIC = "structured-log";
    private static final String SECRET = "4111-1111-1111-1111";

    private final Logger library = (Logger) LoggerFactory.getLogger("com.bookstore.events");
    private final Lines lines = new Lines();

    /** After the start of a service, which configures the logging anew. */
    private void listen() {
        lines.setContext(library.getLoggerContext());
        lines.start();
        library.addAppender(lines);
        library.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopListening() {
        library.detachAppender(lines);
        library.setLevel(null);
    }

    @Test
    void linesAboutAnEventTellWhichAndWhereItIs() {
        try (ConfigurableApplicationContext context = start("structured-fields")) {
            PublishedEvent.Sent sent = publish(context, "book\n1");

            for (String start : List.of("Published", "Handled")) {
                ILoggingEvent line = line(start, sent);
                assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
                assertThat(fields(line))
                        .containsExactlyInAnyOrderEntriesOf(Map.of(
                                "eventId", sent.metadata().eventId(),
                                "eventType", "structuredPaid",
                                "eventKey", "book?1",
                                "correlationId", sent.metadata().correlationId(),
                                "topic", TOPIC,
                                "partition", sent.partition(),
                                "offset", sent.offset()));
            }
            assertThat(context.getBean(Service.class).contexts)
                    .contains(Map.of(
                            "eventId",
                            sent.metadata().eventId(),
                            "eventType",
                            "structuredPaid",
                            "eventKey",
                            "book?1",
                            "correlationId",
                            sent.metadata().correlationId()));
        }
    }

    @Test
    void linesAboutAFailureTellTheSameAndNeverThePayload() {
        try (ConfigurableApplicationContext context = start("structured-failure")) {
            PublishedEvent.Sent sent = publish(context, "fails");

            for (String start : List.of("Attempt 1", TOPIC + "-" + sent.partition() + "@" + sent.offset())) {
                ILoggingEvent line = line(start, sent);
                assertThat(line.getLevel()).isEqualTo(Level.WARN);
                assertThat(fields(line))
                        .containsEntry("eventType", "structuredPaid")
                        .containsEntry("eventKey", "fails")
                        .containsEntry("topic", TOPIC)
                        .containsEntry("offset", sent.offset());
            }
            assertThat(lines.all).allSatisfy(line -> {
                assertThat(line.getFormattedMessage()).doesNotContain(SECRET);
                assertThat(line.getKeyValuePairs() + " " + line.getMDCPropertyMap())
                        .doesNotContain(SECRET);
            });
        }
    }

    @Test
    void withoutDebugNothingIsSaidOfWhatGoesWell() {
        try (ConfigurableApplicationContext context = start("structured-quiet")) {
            library.setLevel(Level.INFO);
            PublishedEvent.Sent sent = publish(context, "quiet");
            await().untilAsserted(() -> assertThat(context.getBean(Service.class).contexts)
                    .anyMatch(mdc -> mdc.get("eventId").equals(sent.metadata().eventId())));
        }
        assertThat(lines.all)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(message -> message.startsWith("Published") || message.startsWith("Handled"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "logstash"})
    void theFieldsAreThoseOfBootsStructuredLog(String format) {
        try (ConfigurableApplicationContext context = start("structured-" + format)) {
            StructuredLogEncoder encoder = encoder(format);
            PublishedEvent.Sent sent = publish(context, "json");

            JsonNode line = JsonMapper.shared().readTree(encoder.encode(line("Handled", sent)));
            assertThat(line.get("eventId").asString()).isEqualTo(sent.metadata().eventId());
            assertThat(line.get("eventType").asString()).isEqualTo("structuredPaid");
            assertThat(line.get("eventKey").asString()).isEqualTo("json");
            assertThat(line.get("topic").asString()).isEqualTo(TOPIC);
            assertThat(line.get("partition").asInt()).isEqualTo(sent.partition());
            assertThat(line.get("offset").asLong()).isEqualTo(sent.offset());
        }
    }

    @Test
    void aLineInTheMiddleOfHandlingHasEachFieldOnce() {
        listen();
        StructuredLogEncoder encoder = encoder("ecs");
        MDC.put("eventKey", "of the application");
        try {
            LogFields.position(library.atDebug(), TOPIC, 1, 2, "key").log("In the middle");
        } finally {
            MDC.remove("eventKey");
        }

        ILoggingEvent line = lines.all.stream()
                .filter(event -> event.getFormattedMessage().equals("In the middle"))
                .findFirst()
                .orElseThrow();
        JsonNode json = JsonMapper.shared().readTree(new String(encoder.encode(line), StandardCharsets.UTF_8));
        assertThat(json.get("eventKey").asString()).isEqualTo("of the application");
        assertThat(json.get("offset").asLong()).isEqualTo(2);
    }

    private StructuredLogEncoder encoder(String format) {
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        library.getLoggerContext().putObject(Environment.class.getName(), new StandardEnvironment());
        encoder.setContext(library.getLoggerContext());
        encoder.setFormat(format);
        encoder.start();
        return encoder;
    }

    private ILoggingEvent line(String start, PublishedEvent.Sent sent) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> lines.all.stream()
                                .filter(line -> line.getFormattedMessage().startsWith(start))
                                .filter(line -> sent.metadata()
                                        .eventId()
                                        .equals(fields(line).get("eventId")))
                                .findFirst(),
                        line -> line.isPresent())
                .orElseThrow();
    }

    private static Map<String, Object> fields(ILoggingEvent line) {
        return line.getKeyValuePairs() == null
                ? Map.of()
                : line.getKeyValuePairs().stream().collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }

    private static PublishedEvent.Sent publish(ConfigurableApplicationContext context, String key) {
        return (PublishedEvent.Sent) context.getBean(EventPublisher.class)
                .publish(new Paid(key, SECRET))
                .join();
    }

    private ConfigurableApplicationContext start(String name) {
        ConfigurableApplicationContext context = TestService.start(
                Service.class,
                name,
                "bookstore.events.topics.dead-letter-queue.name=structured-dead",
                "bookstore.events.dead-letter.retry.max-retries=1",
                "bookstore.events.dead-letter.retry.delay=10ms");
        listen();
        return context;
    }

    @EventType(name = "structuredPaid", topic = TOPIC)
    record Paid(String key, String card) implements DomainEvent {}

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final Queue<ILoggingEvent> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent line) {
            line.prepareForDeferredProcessing();
            all.add(line);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @AutoConfigurationPackage
    static class Service {

        final Queue<Map<String, String>> contexts = new ConcurrentLinkedQueue<>();

        @Bean
        Listener listener() {
            return new Listener(this);
        }
    }

    static class Listener {

        private final Service service;

        Listener(Service service) {
            this.service = service;
        }

        @KafkaListener(topics = TOPIC)
        void on(Paid event) {
            service.contexts.add(MDC.getCopyOfContextMap());
            if (event.key().equals("fails")) {
                throw new IllegalStateException("no luck");
            }
        }
    }
}
