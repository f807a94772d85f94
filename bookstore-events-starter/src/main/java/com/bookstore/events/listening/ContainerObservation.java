package com.bookstore.events.listening;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DelegatingMessageListener;
import org.springframework.kafka.listener.adapter.RecordMessagingMessageListenerAdapter;

/**
 * What a container that observes its records observes now. It starts an observation for each record and leaves it to the
 * adapter of the listener's method to end it; one of a record that does not get there would never end.
 */
final class ContainerObservation {

    /** The container observes nothing, or ends its observations itself. */
    static final ContainerObservation NONE = new ContainerObservation(ObservationRegistry.NOOP);

    private final ObservationRegistry registry;

    private ContainerObservation(ObservationRegistry registry) {
        this.registry = registry;
    }

    static ContainerObservation of(ContainerProperties container, Object listener, ObservationRegistry registry) {
        if (!container.isObservationEnabled() || !isEndedByTheAdapter(listener)) {
            return NONE;
        }
        ObservationRegistry own = container.getObservationRegistry();
        return new ContainerObservation(own.isNoop() ? registry : own);
    }

    private static boolean isEndedByTheAdapter(Object listener) {
        Object innermost = listener;
        while (innermost instanceof DelegatingMessageListener<?> delegating) {
            innermost = delegating.getDelegate();
        }
        return innermost.getClass() == RecordMessagingMessageListenerAdapter.class;
    }

    /** From here on it is the adapter that ends the observation. */
    void handOver() {
        Observation current = registry.getCurrentObservation();
        if (current != null) {
            current.getContext().put(ContainerObservation.class, this);
        }
    }

    void endUnlessHandedOver(@Nullable Throwable failure) {
        Observation current = registry.getCurrentObservation();
        if (current != null && current.getContext().get(ContainerObservation.class) != this) {
            end(failure);
        }
    }

    void end(@Nullable Throwable failure) {
        Observation current = registry.getCurrentObservation();
        if (current == null) {
            return;
        }
        if (failure != null) {
            current.error(failure);
        }
        current.stop();
    }
}
