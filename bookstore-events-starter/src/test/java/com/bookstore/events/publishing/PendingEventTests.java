package com.bookstore.events.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.integration.Starter;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventSpan;
import com.bookstore.events.topic.TopicResolver;
import com.bookstore.events.type.EventTypeRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.mock.MockProducerFactory;

class PendingEventTests {

    private static EventRoutes.Route route;

    private final List<String> told = new ArrayList<>();
    private final PendingEvent pending = new PendingEvent(
            route,
            new EventMetadata("e", Instant.EPOCH, "tests", "1.0", "c", null),
            new EventProducer.Shared(new MockProducerFactory<Object, Object>(MockProducer::new)),
            recorder(),
            span());

    @BeforeAll
    static void findRoute() {
        Starter.runner()
                .run(context -> route = new EventRoutes(
                                context.getBean(EventTypeRegistry.class), context.getBean(TopicResolver.class))
                        .of(UserRegisteredEvent.class));
    }

    @Test
    void theSpanEndsWithTheAcknowledgement() {
        pending.handedOver();
        assertThat(told).isEmpty();

        acknowledge();

        assertThat(told).containsExactly("published none", "closed");
        assertThat(pending).isCompleted();
    }

    @Test
    void theSpanEndsOnceWithTheFirstFailure() {
        pending.handedOver();

        pending.onCompletion(null, new TimeoutException());
        pending.fail(EventPublishingException.Reason.INVALID_EVENT, new IllegalStateException());

        assertThat(told).containsExactly("published TimeoutException", "failed TimeoutException", "closed");
    }

    @Test
    void whoeverCancelsTheFutureDoesNotTakeTheOutcomeFromTheMeters() {
        pending.handedOver();
        pending.cancel(false);

        pending.onCompletion(null, new TimeoutException());

        assertThat(told).containsExactly("published TimeoutException", "failed TimeoutException", "closed");
    }

    private void acknowledge() {
        pending.onCompletion(new RecordMetadata(new TopicPartition("users", 0), 0, 0, 0, 1, 1), null);
    }

    private EventRecorder recorder() {
        return new EventRecorder() {
            @Override
            public void published(String topic, String type, long nanos, @Nullable Throwable failure) {
                assertThat(nanos).isPositive();
                told.add("published "
                        + (failure == null ? "none" : failure.getClass().getSimpleName()));
            }
        };
    }

    private EventSpan span() {
        return new EventSpan() {
            @Override
            public void failed(Throwable failure) {
                told.add("failed " + failure.getClass().getSimpleName());
            }

            @Override
            public void close() {
                told.add("closed");
            }
        };
    }
}
