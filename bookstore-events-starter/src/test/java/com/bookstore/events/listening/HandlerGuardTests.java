package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookEvent;
import com.bookstore.events.json.RawRecord;
import com.bookstore.events.json.ReceivedEvent;
import com.bookstore.events.listening.HandlerGuard.Handler;
import com.bookstore.events.listening.ListeningProperties.MissingEventId;
import com.bookstore.events.listening.ListeningProperties.UnknownTypes;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventTracing;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.listener.adapter.RecordMessagingMessageListenerAdapter;
import org.springframework.util.ReflectionUtils;

/** A guard between a container that observes its records and a listener's method. */
class HandlerGuardTests {

    private static final Method METHOD = ReflectionUtils.findMethod(HandlerGuardTests.class, "on", BookEvent.class);

    private final List<Object> handled = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final ObservationRegistry observations = ObservationRegistry.create();

    @BeforeEach
    void observe() {
        observations.observationConfig().observationHandler(new Ended());
    }

    @Test
    void getsTheRecordAsTheMethodDoes() {
        List<String> ids = new ArrayList<>();
        deliver(handler -> (records, acknowledgment, consumer) -> {
            ids.add(((RawRecord) records.get(0)).metadata().eventId());
            handler.handle(records, acknowledgment, consumer);
        });

        assertThat(ids).containsExactly("e-1");
        assertThat(handled).containsExactly(new BookDeletedEvent(7L));
    }

    @Test
    void endsWhatIsObservedOfARecordItDoesNotHandOver() {
        deliver(handler -> (records, acknowledgment, consumer) -> {});

        assertThat(handled).isEmpty();
        assertThat(ended).containsExactly("null");
    }

    @Test
    void endsWhatIsObservedOfARecordItFailsFor() {
        assertThatThrownBy(() -> deliver(handler -> (records, acknowledgment, consumer) -> {
                    throw new IllegalStateException("no database");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(ended).containsExactly("java.lang.IllegalStateException: no database");
    }

    @Test
    void leavesItToTheAdapterToEndWhatIsObservedOfARecordItHandsOver() {
        deliver(UnaryOperator.identity());
        assertThatThrownBy(() -> deliver(handler -> (records, acknowledgment, consumer) -> {
                    handler.handle(records, acknowledgment, consumer);
                    throw new IllegalStateException("no commit");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(handled).hasSize(2);
        assertThat(ended).isEmpty();
    }

    private void deliver(UnaryOperator<Handler> guard) {
        ContainerProperties container = new ContainerProperties("books");
        container.setObservationEnabled(true);
        MessageListener<Object, Object> method = delivered -> handled.add(delivered.value());
        EventMessageListener listener = new EventMessageListener(
                method,
                new RecordIntake(
                        ListenerShape.of(METHOD),
                        new ListeningProperties(true, UnknownTypes.SKIP, MissingEventId.DEAD_LETTER),
                        EventRecorder.NO_OP,
                        event -> "any",
                        null),
                EventRecorder.NO_OP,
                EventTracing.NO_OP,
                ContainerObservation.of(
                        container, new RecordMessagingMessageListenerAdapter<>(this, METHOD), observations),
                guard);
        Observation observation = Observation.start("listener", observations);
        try (Observation.Scope scope = observation.openScope()) {
            listener.onMessage(deleted(), null, null);
        }
    }

    private static ConsumerRecord<Object, Object> deleted() {
        EventMetadata metadata = new EventMetadata("e-1", Instant.EPOCH, "source", "1.0", "c", null);
        return new ConsumerRecord<>(
                "books",
                0,
                0,
                "key",
                new ReceivedEvent.Known(new byte[0], new EventEnvelope<>(metadata, new BookDeletedEvent(7L))));
    }

    void on(BookEvent event) {}

    private final class Ended implements ObservationHandler<Observation.Context> {

        @Override
        public void onStop(Observation.Context context) {
            ended.add(String.valueOf(context.getError()));
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }
}
