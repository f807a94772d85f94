package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ObservedEventTracingTests {

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final Propagator handler = new Propagator();
    private final EventTracing tracing = new ObservedEventTracing(registry);

    ObservedEventTracingTests() {
        registry.observationConfig().observationHandler(handler);
    }

    @Test
    void theHandlerRunsInTheScopeOfItsObservation() {
        try (EventSpan span = tracing.handling(received(), "bookCreated", "event-1", "shop")) {
            assertThat(registry.getCurrentObservation()).isNotNull();
        }

        assertThat(registry.getCurrentObservation()).isNull();
        assertThat(handler.calls).containsExactly("start", "open", "close", "stop");
    }

    @Test
    void aPublicationIsNotTheCurrentObservationOfTheCaller() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", bytes("old"));

        EventSpan span = tracing.publishing("books", "bookCreated", "event-1", headers);

        assertThat(registry.getCurrentObservation()).isNull();
        assertThat(headers.headers("traceparent")).singleElement().satisfies(header -> assertThat(header.value())
                .isEqualTo(bytes("new")));
        span.failed(new IllegalStateException());
        span.close();
        assertThat(handler.calls).containsExactly("start", "error IllegalStateException", "stop");
    }

    @Test
    void whatIsTooLongToBeATraceIsNotRead() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", bytes("x".repeat(8_193)));

        tracing.handling(received(headers), "bookCreated", null, "shop").close();

        assertThat(handler.read).isNull();
    }

    @Test
    void theLastOfSeveralHeadersIsRead() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", bytes("first")).add("traceparent", bytes("last"));

        tracing.handling(received(headers), "bookCreated", null, "shop").close();

        assertThat(handler.read).isEqualTo("last");
    }

    @Test
    void aTracerThatThrowsStopsNothingAndIsToldOfOnce(CapturedOutput output) {
        handler.broken = "start";
        tracing.publishing("books", "bookCreated", "event-1", new RecordHeaders())
                .close();
        tracing.handling(received(), "bookCreated", "event-1", "shop").close();
        for (String call : List.of("open", "error", "close", "stop")) {
            handler.broken = call;
            EventSpan span = tracing.handling(received(), "bookCreated", "event-1", "shop");
            span.failed(new IllegalStateException());
            span.close();
            assertThat(registry.getCurrentObservationScope()).as(call).isNull();
        }

        assertThat(output).containsOnlyOnce("Events are not traced as they should be");
    }

    private static ConsumerRecord<String, String> received() {
        return received(new RecordHeaders());
    }

    private static ConsumerRecord<String, String> received(Headers headers) {
        ConsumerRecord<String, String> received = new ConsumerRecord<>("books", 0, 7, "key", "value");
        headers.forEach(received.headers()::add);
        return received;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Stands for a tracer. */
    private static final class Propagator implements ObservationHandler<Observation.Context> {

        private final List<String> calls = new ArrayList<>();
        private @Nullable String broken;
        private @Nullable String read;

        @Override
        public void onStart(Observation.Context context) {
            call("start");
            if (context instanceof SenderContext<?> sender) {
                inject(sender);
            } else if (context instanceof ReceiverContext<?> receiver) {
                read = extract(receiver);
            }
        }

        private static <C> void inject(SenderContext<C> sender) {
            sender.getSetter().set(sender.getCarrier(), "traceparent", "new");
        }

        private static <C> @Nullable String extract(ReceiverContext<C> receiver) {
            return receiver.getGetter().get(receiver.getCarrier(), "traceparent");
        }

        @Override
        public void onError(Observation.Context context) {
            call("error", " " + context.getError().getClass().getSimpleName());
        }

        @Override
        public void onScopeOpened(Observation.Context context) {
            call("open");
        }

        @Override
        public void onScopeClosed(Observation.Context context) {
            call("close");
        }

        @Override
        public void onStop(Observation.Context context) {
            call("stop");
        }

        private void call(String name, String... more) {
            calls.add(name + String.join("", more));
            if (name.equals(broken)) {
                throw new IllegalStateException("broken " + name);
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }
}
