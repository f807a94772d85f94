package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.integration.TestService;
import com.bookstore.events.publishing.EventPublisher;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;

class TracingIntegrationTests {

    private static final String ORDERS = "tracing-orders";
    private static final String PARCELS = "tracing-parcels";
    private static final String DEAD = "tracing-dead";
    private static final List<byte[]> GARBAGE = List.of(
            bytes(""),
            bytes("00-"),
            bytes("not a trace"),
            bytes("00-00000000000000000000000000000000-0000000000000000-01"),
            bytes("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            bytes("00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-zz\r\nX: y"),
            bytes("x".repeat(100_000)),
            new byte[] {(byte) 0xff, 0, (byte) 0xc3, 0x28});

    private static final String BODY =
            """
            {"type":"tracingOrdered","eventId":"g","timestamp":"2026-11-23T10:15:30Z","source":"elsewhere",\
            "version":"1.0","correlationId":"c","key":"garbage"}""";

    private static ConfigurableApplicationContext context;
    private static EventPublisher events;
    private static Tracer tracer;
    private static Service service;

    @BeforeAll
    static void start() {
        context = start("tracing");
        events = context.getBean(EventPublisher.class);
        tracer = context.getBean(Tracer.class);
        service = context.getBean(Service.class);
    }

    private static ConfigurableApplicationContext start(String name, String... more) {
        String[] properties = {
            "spring.autoconfigure.exclude=",
            "management.tracing.sampling.probability=1.0",
            "bookstore.events.topics.dead-letter-queue.name=" + DEAD,
            "bookstore.events.dead-letter.retry.max-retries=0",
            "bookstore.events.dead-letter.breaker.enabled=false"
        };
        String[] all = Arrays.copyOf(properties, properties.length + more.length);
        System.arraycopy(more, 0, all, properties.length, more.length);
        return TestService.start(Service.class, name, all);
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @Test
    void oneTraceRunsFromThePublisherThroughTwoHandlers() {
        Span request = tracer.nextSpan().name("request").start();
        try (Tracer.SpanInScope scope = tracer.withSpan(request)) {
            events.publish(new Ordered("one")).join();
        } finally {
            request.end();
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> service.traces.contains(request.context().traceId()));
        Map<String, SpanData> spans = spans(request.context().traceId(), 5);
        SpanData published = spans.get(ORDERS + " send");
        SpanData handled = spans.get(ORDERS + " process");
        SpanData publishedInHandler = spans.get(PARCELS + " send");
        SpanData handledThere = spans.get(PARCELS + " process");
        assertThat(published.getParentSpanId()).isEqualTo(request.context().spanId());
        assertThat(handled.getParentSpanId()).isEqualTo(published.getSpanId());
        assertThat(publishedInHandler.getParentSpanId()).isEqualTo(handled.getSpanId());
        assertThat(handledThere.getParentSpanId()).isEqualTo(publishedInHandler.getSpanId());
        assertThat(List.of(published, publishedInHandler)).allMatch(span -> span.getKind() == SpanKind.PRODUCER);
        assertThat(List.of(handled, handledThere)).allMatch(span -> span.getKind() == SpanKind.CONSUMER);
        assertThat(handled.getAttributes().get(AttributeKey.stringKey("group"))).isEqualTo("tracing");
        assertThat(RawKafka.read(ORDERS, 1))
                .anySatisfy(sent -> assertThat(sent.headers().headers("traceparent"))
                        .singleElement()
                        .extracting(header -> new String(header.value(), StandardCharsets.UTF_8), as(STRING))
                        .startsWith("00-%s-%s-0".formatted(published.getTraceId(), published.getSpanId())));
    }

    @Test
    void aHandlerThatFailsMarksItsSpanAndTheDeadLetterKeepsTheTrace() {
        events.publish(new Ordered("fails")).join();

        SpanData failed = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> spans().stream()
                                .filter(span -> span.getName().equals(ORDERS + " process"))
                                .filter(span -> !span.getEvents().isEmpty())
                                .findFirst()
                                .orElse(null),
                        span -> span != null);
        assertThat(failed.getEvents()).singleElement().satisfies(event -> assertThat(
                        event.getAttributes().get(AttributeKey.stringKey("exception.type")))
                .isEqualTo(IllegalStateException.class.getName()));
        ConsumerRecord<byte[], byte[]> dead = dead("fails");
        assertThat(new String(dead.headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8))
                .startsWith("00-%s-%s-0".formatted(failed.getTraceId(), failed.getParentSpanId()));
    }

    @Test
    void theSpanOfAPublicationThatFailsTellsWhy() {
        assertThat(events.publish(new Ordered(null))).failsWithin(Duration.ofSeconds(5));

        assertThat(spans())
                .filteredOn(span -> span.getName().equals(ORDERS + " send"))
                .filteredOn(span -> !span.getEvents().isEmpty())
                .singleElement()
                .satisfies(span -> assertThat(span.getEvents().get(0).getAttributes())
                        .matches(attributes -> NullPointerException.class
                                .getName()
                                .equals(attributes.get(AttributeKey.stringKey("exception.type")))));
    }

    @Test
    void noTraceHeaderStopsARecordAndDeadLettersKeepThemByteForByte() {
        for (byte[] first : GARBAGE) {
            ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(ORDERS, bytes("garbage"), bytes(BODY));
            sent.headers().add("traceparent", first).add("traceparent", null).add("traceparent", first);
            sent.headers().add("tracestate", first).add("baggage", first).add("__TypeId__", bytes("tracingOrdered"));
            RawKafka.send(sent);
        }

        List<ConsumerRecord<byte[], byte[]>> letters = await().atMost(Duration.ofSeconds(30))
                .until(() -> dead().filter(dead -> key(dead).equals("garbage")).toList(), found -> found.size() == 8);
        assertThat(service.garbage).hasSize(GARBAGE.size());
        assertThat(letters)
                .extracting(dead -> traceHeaders(dead))
                .containsExactlyElementsOf(GARBAGE.stream()
                        .map(value -> List.of(text(value), "null", text(value)))
                        .toList());
    }

    @Test
    void publicationsAreTimedOnceWithTheSameTagsAsWithoutTracing() {
        MeterRegistry meters = context.getBean(MeterRegistry.class);
        events.publish(new Ordered("timed")).join();

        await().untilAsserted(() -> {
            Collection<Meter> timers = meters.find(ObservedEventTracing.PUBLISH).meters();
            assertThat(timers).isNotEmpty().allSatisfy(timer -> assertThat(
                            timer.getId().getTags())
                    .extracting(Tag::getKey)
                    .containsExactly("error", "topic", "type"));
            assertThat(meters.get(ObservedEventTracing.PUBLISH)
                            .tags("topic", ORDERS, "type", "tracingOrdered", "error", "none")
                            .timer()
                            .count())
                    .isEqualTo((long) meters.get("kafka.messages.sent")
                            .tags("topic", ORDERS)
                            .counter()
                            .count());
        });
    }

    @Test
    void aContainerThatObservesMakesTheOnlySpanOfTheHandler() {
        try (ConfigurableApplicationContext observing =
                start("tracing-observing", "spring.kafka.listener.observation-enabled=true")) {
            Service observed = observing.getBean(Service.class);
            Span request =
                    observing.getBean(Tracer.class).nextSpan().name("request").start();
            try (Tracer.SpanInScope scope = observing.getBean(Tracer.class).withSpan(request)) {
                observing
                        .getBean(EventPublisher.class)
                        .publish(new Parcel("observed"))
                        .join();
            } finally {
                request.end();
            }

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> observed.traces.contains(request.context().traceId()));
            observing.close();
            assertThat(observed.spans)
                    .filteredOn(
                            span -> span.getTraceId().equals(request.context().traceId()))
                    .filteredOn(span -> span.getKind() == SpanKind.CONSUMER)
                    .singleElement()
                    .matches(TracingIntegrationTests::isOfTheContainer);
        }
    }

    @Test
    void whatAContainerObservesEndsAlsoForRecordsThatGetToNoListener() {
        try (ConfigurableApplicationContext observing =
                start("tracing-skipping", "spring.kafka.listener.observation-enabled=true")) {
            Service observed = observing.getBean(Service.class);
            MeterRegistry meters = observing.getBean(MeterRegistry.class);
            observing
                    .getBean(EventPublisher.class)
                    .publish(new Returned("skipped"))
                    .join();
            RawKafka.send(new ProducerRecord<>(PARCELS, bytes("broken"), bytes("{broken")));

            await().ignoreExceptions().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(meters.get("bookstore.events.skipped").counter().count())
                        .isPositive();
                assertThat(meters.get("bookstore.events.dead.letters")
                                .tag("topic", PARCELS)
                                .counter()
                                .count())
                        .isEqualTo(1);
                assertThat(observed.spans)
                        .filteredOn(TracingIntegrationTests::isOfTheContainer)
                        .filteredOn(span -> span.getName().startsWith(PARCELS))
                        .hasSameSizeAs(RawKafka.read(PARCELS, 1));
            });
            assertThat(meters.get("spring.kafka.listener.active").longTaskTimers())
                    .allSatisfy(active -> assertThat(active.activeTasks()).isZero());
        }
    }

    private static boolean isOfTheContainer(SpanData span) {
        return span.getAttributes().get(AttributeKey.stringKey("spring.kafka.listener.id")) != null;
    }

    private static Map<String, SpanData> spans(String traceId, int count) {
        return await().until(
                        () -> spans().stream()
                                .filter(span -> span.getTraceId().equals(traceId))
                                .collect(Collectors.toMap(SpanData::getName, span -> span)),
                        found -> found.size() == count);
    }

    private static List<SpanData> spans() {
        return service.spans;
    }

    private static ConsumerRecord<byte[], byte[]> dead(String key) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> dead().filter(dead -> key(dead).equals(key)).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    private static Stream<ConsumerRecord<byte[], byte[]>> dead() {
        return RawKafka.read(DEAD, 1).stream();
    }

    private static String key(ConsumerRecord<byte[], byte[]> dead) {
        return new String(dead.key(), StandardCharsets.UTF_8);
    }

    private static List<String> traceHeaders(ConsumerRecord<byte[], byte[]> dead) {
        return StreamSupport.stream(dead.headers().headers("traceparent").spliterator(), false)
                .map(Header::value)
                .map(value -> value == null ? "null" : text(value))
                .toList();
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @EventType(name = "tracingOrdered", topic = ORDERS)
    record Ordered(@Nullable String key) implements DomainEvent {}

    @EventType(name = "tracingParcel", topic = PARCELS)
    record Parcel(String key) implements DomainEvent {}

    @EventType(name = "tracingReturned", topic = PARCELS)
    record Returned(String key) implements DomainEvent {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @AutoConfigurationPackage
    static class Service {

        final List<SpanData> spans = new CopyOnWriteArrayList<>();
        final List<Ordered> garbage = new CopyOnWriteArrayList<>();
        final List<@Nullable String> traces = new CopyOnWriteArrayList<>();

        @Autowired
        ObjectProvider<EventPublisher> publisher;

        @KafkaListener(topics = ORDERS, concurrency = "1")
        void on(Ordered event) {
            switch (event.key()) {
                case "one" -> publisher.getObject().publish(new Parcel("of " + event.key()));
                case "garbage" -> {
                    garbage.add(event);
                    throw new IllegalStateException("garbage");
                }
                case "fails" -> throw new IllegalStateException("no luck");
                default -> {}
            }
        }

        @KafkaListener(topics = PARCELS)
        void on(Parcel event) {
            traces.add(MDC.get("traceId"));
        }

        @Bean
        SpanProcessor spanProcessor() {
            return SimpleSpanProcessor.create(new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> ended) {
                    spans.addAll(ended);
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode flush() {
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            });
        }

        @Bean
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }
}
