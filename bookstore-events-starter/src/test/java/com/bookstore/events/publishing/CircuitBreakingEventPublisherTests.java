package com.bookstore.events.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.integration.Starter;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.topic.TopicResolver;
import com.bookstore.events.type.EventTypeRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CircuitBreakingEventPublisherTests {

    private static final DomainEvent EVENT = new UserRegisteredEvent(1L, "ada@example.org", List.of());

    private static EventRoutes routes;

    private final List<String> recorded = new ArrayList<>();
    private final Kafka kafka = new Kafka();
    private CircuitBreaker breaker;
    private EventPublisher publisher;

    @BeforeAll
    static void findRoutes() {
        Starter.runner()
                .run(context -> routes = new EventRoutes(
                        context.getBean(EventTypeRegistry.class), context.getBean(TopicResolver.class)));
    }

    @BeforeEach
    void close() {
        EventRecorder recorder = new EventRecorder() {
            @Override
            public void sendFailed(String topic, String type, String reason) {
                recorded.add(topic + " " + type + " " + reason);
            }
        };
        breaker = CircuitBreakerConfiguration.Resilience4j.breaker(
                new PublishingProperties.Breaker(true, 50, 4, 10, Duration.ofHours(1)));
        publisher = new CircuitBreakingEventPublisher(kafka, breaker, routes, recorder);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"BROKER_UNREACHABLE", "OUTCOME_UNKNOWN"})
    void opensWhenTheShareOfOutagesIsReached(Reason outage) {
        publish(2, null);
        publish(1, outage);
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);

        publish(1, outage);

        assertThat(breaker.getState()).isEqualTo(State.OPEN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = Mode.EXCLUDE,
            names = {"BROKER_UNREACHABLE", "OUTCOME_UNKNOWN"})
    void staysClosedWhateverIsWrongWithTheEvents(Reason other) {
        publish(100, other);

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void anOpenCircuitAsksNobodyAndNamesTheEvent() {
        publish(4, Reason.BROKER_UNREACHABLE);
        int asked = kafka.asked;
        EventMetadata metadata = new EventMetadata("e-1", Instant.EPOCH, "tests", "1.0", "c-1", null);

        assertThat(failure(publisher.publish(EVENT)).reason()).isEqualTo(Reason.CIRCUIT_OPEN);
        assertThat(failure(publisher.publish(new EventEnvelope<>(metadata, EVENT)))
                        .eventId())
                .isEqualTo("e-1");
        assertThat(kafka.asked).isEqualTo(asked);
        assertThat(recorded)
                .containsExactly("user-events userRegistered CIRCUIT_OPEN", "user-events userRegistered CIRCUIT_OPEN");
    }

    @Test
    void closesAgainWhenTrialsSucceed() {
        publish(4, Reason.BROKER_UNREACHABLE);
        breaker.transitionToHalfOpenState();

        publish(3, null);

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void aTrialWithAnInvalidEventDoesNotCount() {
        publish(4, Reason.BROKER_UNREACHABLE);
        breaker.transitionToHalfOpenState();

        publish(10, Reason.INVALID_EVENT);
        publish(3, null);

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    private static EventPublishingException failure(CompletableFuture<PublishedEvent> refused) {
        assertThat(refused).isCompletedExceptionally();
        return (EventPublishingException)
                refused.handle((published, failure) -> failure).join();
    }

    private void publish(int times, @Nullable Reason reason) {
        kafka.reason = reason;
        for (int i = 0; i < times; i++) {
            assertThat(publisher.publish(EVENT)).isDone();
        }
    }

    private static final class Kafka implements DirectEventPublisher {
        private int asked;
        private @Nullable Reason reason;

        @Override
        public CompletableFuture<PublishedEvent> publish(DomainEvent event) {
            return publish(
                    new EventEnvelope<>(new EventMetadata("e-0", Instant.EPOCH, "tests", "1.0", "c-0", null), event));
        }

        @Override
        public CompletableFuture<PublishedEvent> publish(EventEnvelope<?> envelope) {
            asked++;
            return reason == null
                    ? CompletableFuture.completedFuture(new PublishedEvent.Sent(envelope.metadata(), "topic", 0, 0))
                    : CompletableFuture.failedFuture(new EventPublishingException(reason, null, "down", null));
        }
    }
}
