package com.bookstore.events.observability;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces by Micrometer's observations, from which the application's registry makes spans and timers. The low-cardinality
 * keys become tags of the timers: they are those {@link MicrometerEventRecorder} would give them.
 */
final class ObservedEventTracing implements EventTracing {

    static final String PUBLISH = "bookstore.events.publish";
    static final String HANDLE = "bookstore.events.handle";

    private static final Logger log = LoggerFactory.getLogger(ObservedEventTracing.class);
    private static final String SYSTEM = "Apache Kafka";

    /** What is longer is nobody's trace context: baggage, the longest there is, ends at 8192 bytes. */
    private static final int MAX_HEADER_BYTES = 8_192;

    private final ObservationRegistry registry;
    private final AtomicBoolean warned = new AtomicBoolean();

    ObservedEventTracing(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public EventSpan publishing(String topic, String type, String eventId, Headers headers) {
        return start(() -> {
            SenderContext<Headers> context = new SenderContext<>(ObservedEventTracing::put, Kind.PRODUCER);
            context.setCarrier(headers);
            context.setRemoteServiceName(SYSTEM);
            Observation observation = Observation.createNotStarted(PUBLISH, () -> context, registry)
                    .contextualName(topic + " send")
                    .lowCardinalityKeyValues(KeyValues.of("topic", topic, "type", type))
                    .highCardinalityKeyValues(KeyValues.of(
                            "messaging.system",
                            "kafka",
                            "messaging.destination.name",
                            topic,
                            "bookstore.event.id",
                            LogText.of(eventId)))
                    .start();
            return new Observed(observation, null, null);
        });
    }

    @Override
    public EventSpan handling(ConsumerRecord<?, ?> handled, String type, @Nullable String eventId, String group) {
        Observation.Scope outer = registry.getCurrentObservationScope();
        EventSpan span = start(() -> {
            ReceiverContext<Headers> context = new ReceiverContext<>(ObservedEventTracing::get, Kind.CONSUMER);
            context.setCarrier(handled.headers());
            context.setRemoteServiceName(SYSTEM);
            Observation observation = Observation.createNotStarted(HANDLE, () -> context, registry)
                    .contextualName(handled.topic() + " process")
                    .lowCardinalityKeyValues(KeyValues.of("topic", handled.topic(), "type", type, "group", group))
                    .highCardinalityKeyValues(KeyValues.of(
                            "messaging.system", "kafka",
                            "messaging.destination.name", handled.topic(),
                            "messaging.destination.partition.id", Integer.toString(handled.partition()),
                            "messaging.kafka.offset", Long.toString(handled.offset())));
            if (eventId != null) {
                observation.highCardinalityKeyValue("bookstore.event.id", LogText.of(eventId));
            }
            observation.start();
            return new Observed(observation, observation.openScope(), outer);
        });
        if (span == EventSpan.NONE) {
            registry.setCurrentObservationScope(outer); // it may have failed half-way
        }
        return span;
    }

    @Override
    public Executor continuation() {
        Observation current = registry.getCurrentObservation();
        return current == null
                ? Runnable::run
                : work -> {
                    Observation.Scope scope = opened(current);
                    try {
                        work.run();
                    } finally {
                        closed(scope);
                    }
                };
    }

    private Observation.@Nullable Scope opened(Observation observation) {
        try {
            return observation.openScope();
        } catch (RuntimeException failure) {
            warn(failure);
            return null;
        }
    }

    private void closed(Observation.@Nullable Scope scope) {
        try {
            if (scope != null) {
                scope.close();
            }
        } catch (RuntimeException failure) {
            warn(failure);
        }
    }

    private static void put(@Nullable Headers headers, String key, String value) {
        if (headers != null) {
            headers.remove(key);
            headers.add(key, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static @Nullable String get(Headers headers, String key) {
        Header header = headers.lastHeader(key);
        byte[] value = header == null ? null : header.value();
        return value == null || value.length > MAX_HEADER_BYTES ? null : new String(value, StandardCharsets.UTF_8);
    }

    private EventSpan start(Supplier<EventSpan> span) {
        try {
            return span.get();
        } catch (RuntimeException failure) {
            warn(failure);
            return EventSpan.NONE;
        }
    }

    /** A tracer that is broken must not take the events with it. */
    private void warn(RuntimeException failure) {
        if (warned.compareAndSet(false, true)) {
            log.warn("Events are not traced as they should be; this is told once", failure);
        }
    }

    private final class Observed implements EventSpan {

        private final Observation observation;
        private final Observation.@Nullable Scope scope;
        private final Observation.@Nullable Scope outer;

        Observed(Observation observation, Observation.@Nullable Scope scope, Observation.@Nullable Scope outer) {
            this.observation = observation;
            this.scope = scope;
            this.outer = outer;
        }

        @Override
        public void failed(Throwable failure) {
            quietly(() -> observation.error(failure));
        }

        @Override
        public void close() {
            if (scope != null) {
                quietly(scope::close);
                if (registry.getCurrentObservationScope() == scope) {
                    registry.setCurrentObservationScope(outer); // closing failed; the next record is not a part of this
                }
            }
            quietly(observation::stop);
        }

        private void quietly(Runnable call) {
            try {
                call.run();
            } catch (RuntimeException failure) {
                warn(failure);
            }
        }
    }
}
