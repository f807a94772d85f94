package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TraceContinuationTests {

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final EventTracing tracing = new ObservedEventTracing(registry);

    TraceContinuationTests() {
        registry.observationConfig().observationHandler(context -> true);
    }

    @Test
    void workOnAnotherThreadBelongsToTheTraceItWasAskedForIn() {
        Observation request = Observation.start("request", registry);
        Executor continuation = request.scoped(tracing::continuation);
        request.stop();

        assertThat(elsewhere(continuation)).isSameAs(request);
        assertThat(registry.getCurrentObservation()).isNull();
    }

    @Test
    void outsideAnyTraceThereIsNothingToContinue() {
        assertThat(elsewhere(tracing.continuation())).isNull();
        assertThat(elsewhere(EventTracing.NO_OP.continuation())).isNull();
    }

    @Test
    void theTraceEndsWithWorkThatFails() {
        Observation request = Observation.start("request", registry);
        Executor continuation = request.scoped(tracing::continuation);

        assertThatIllegalStateException()
                .isThrownBy(() -> continuation.execute(() -> {
                    throw new IllegalStateException();
                }));

        assertThat(registry.getCurrentObservation()).isNull();
    }

    private Observation elsewhere(Executor continuation) {
        AtomicReference<Observation> found = new AtomicReference<>();
        CompletableFuture.runAsync(() -> continuation.execute(() -> found.set(registry.getCurrentObservation())))
                .join();
        return found.get();
    }
}
