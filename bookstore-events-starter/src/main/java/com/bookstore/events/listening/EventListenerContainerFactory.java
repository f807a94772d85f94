package com.bookstore.events.listening;

import com.bookstore.events.listening.HandlerGuard.Handler;
import com.bookstore.events.listening.RecordIntake.TypeNames;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventTracing;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpoint;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.MessageListener;

/** Makes listener containers that hand events over in the form each method asks for, and acknowledge as it expects. */
final class EventListenerContainerFactory extends ConcurrentKafkaListenerContainerFactory<Object, Object> {

    private final ListeningProperties listening;
    private final EventRecorder recorder;
    private final EventTracing tracing;
    private final TypeNames typeNames;
    private final ObservationRegistry observations;
    private final Supplier<Stream<HandlerGuard>> guards;
    private final Supplier<Stream<HandlerGuard.Watch>> watches;
    private final Map<String, String> groups = new ConcurrentHashMap<>();

    EventListenerContainerFactory(
            ListeningProperties listening,
            EventRecorder recorder,
            EventTracing tracing,
            TypeNames typeNames,
            ObservationRegistry observations,
            Supplier<Stream<HandlerGuard>> guards,
            Supplier<Stream<HandlerGuard.Watch>> watches) {
        this.listening = listening;
        this.recorder = recorder;
        this.tracing = tracing;
        this.typeNames = typeNames;
        this.observations = observations;
        this.guards = guards;
        this.watches = watches;
    }

    @Override
    public ConcurrentMessageListenerContainer<Object, Object> createListenerContainer(KafkaListenerEndpoint endpoint) {
        ConcurrentMessageListenerContainer<Object, Object> container = super.createListenerContainer(endpoint);
        ListenerShape shape = ListenerShape.of(endpoint);
        ContainerProperties properties = container.getContainerProperties();
        if (properties.getAckMode() == getContainerProperties().getAckMode()) {
            boolean batch = Boolean.TRUE.equals(endpoint.getBatchListener());
            properties.setAckMode(ackMode(properties.getAckMode(), shape.acknowledges(), batch));
        }
        RecordIntake intake = new RecordIntake(shape, listening, recorder, typeNames, container.getGroupId());
        UnaryOperator<Handler> guard = handler -> watched(
                endpoint.getId(), guarded(shape.listener(endpoint, group(endpoint, container.getGroupId())), handler));
        Object listener = properties.getMessageListener();
        if (listener instanceof BatchMessageListener<?, ?> batch) {
            container.setupMessageListener(new EventBatchMessageListener(typed(batch), intake, recorder, guard));
        } else if (listener instanceof MessageListener<?, ?> single) {
            // Where the container observes its records, that is the span of the handler.
            EventTracing own = properties.isObservationEnabled() ? EventTracing.NO_OP : tracing;
            ContainerObservation observation = ContainerObservation.of(properties, single, observations);
            container.setupMessageListener(
                    new EventMessageListener(typed(single), intake, recorder, own, observation, guard));
        }
        return container;
    }

    /** What comes from a retry topic is handled by the same consumer, though its container is in a group of its own. */
    private @Nullable String group(KafkaListenerEndpoint endpoint, @Nullable String own) {
        String main = endpoint.getMainListenerId();
        if (main != null && groups.containsKey(main)) {
            return groups.get(main);
        }
        if (endpoint.getId() != null && own != null) {
            groups.put(endpoint.getId(), own);
        }
        return own;
    }

    private Handler guarded(HandlerGuard.Listener listener, Handler plain) {
        List<HandlerGuard> present = guards.get().toList();
        if (present.isEmpty()) {
            HandlerGuard.MissingException.check(listener);
        }
        Handler handler = plain;
        for (HandlerGuard guard : present) {
            handler = guard.guard(listener, handler);
        }
        return handler;
    }

    private Handler watched(@Nullable String listenerId, Handler guarded) {
        Handler handler = guarded;
        if (listenerId != null) {
            for (HandlerGuard.Watch watch : watches.get().toList()) {
                handler = watch.watch(listenerId, handler);
            }
        }
        return handler;
    }

    /** A manual mode means nothing to a method that does not acknowledge: its records would never be committed. Nor does one per record to a batch. */
    private static AckMode ackMode(AckMode configured, boolean acknowledges, boolean batch) {
        boolean manual = configured == AckMode.MANUAL || configured == AckMode.MANUAL_IMMEDIATE;
        if (acknowledges) {
            return manual ? configured : AckMode.MANUAL;
        }
        return manual || (batch && configured == AckMode.RECORD) ? AckMode.BATCH : configured;
    }

    @SuppressWarnings("unchecked")
    private static BatchMessageListener<Object, Object> typed(BatchMessageListener<?, ?> listener) {
        return (BatchMessageListener<Object, Object>) listener;
    }

    @SuppressWarnings("unchecked")
    private static MessageListener<Object, Object> typed(MessageListener<?, ?> listener) {
        return (MessageListener<Object, Object>) listener;
    }
}
