package com.bookstore.events.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.publishing.OrderedPublisher.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;

class OrderedPublisherTests {

    private final Factory factory = new Factory();
    private final OrderedPublisher publisher = new OrderedPublisher(factory, "cdc", Sends::new);

    private static DomainEvent event(long id) {
        return new BookDeletedEvent(id);
    }

    private MockProducer<Object, Object> producer(int number) {
        return factory.created.get(number);
    }

    private static List<Object> keys(MockProducer<Object, Object> producer) {
        return producer.history().stream().map(ProducerRecord::key).toList();
    }

    @Test
    void itsProducerTriesForEverOneRequestAtATime() {
        publisher.line().publish(event(1));

        assertThat(factory.settings)
                .containsEntry("delivery.timeout.ms", Integer.MAX_VALUE)
                .containsEntry("max.in.flight.requests.per.connection", 1)
                .containsEntry("acks", "all")
                .containsEntry("client.id", "shop-cdc");
    }

    @Test
    void nothingBehindAFailureIsSent() {
        Line line = publisher.line();
        line.publish(event(1));
        producer(0).errorNext(new TimeoutException("no broker"));
        CompletableFuture<PublishedEvent> behind = line.publish(event(2));

        assertThat(behind).isCompletedExceptionally();
        assertThat(keys(producer(0))).containsExactly("1");
    }

    @Test
    void aRefusalForGoodStopsNothing() {
        Line line = publisher.line();
        line.publish(event(1));
        producer(0).errorNext(new RecordTooLargeException("too large"));
        line.publish(event(2));

        assertThat(keys(producer(0))).containsExactly("1", "2");
        assertThat(publisher.line()).isSameAs(line);
    }

    /** Rights may be granted a moment later: what is behind must not come first. */
    @Test
    void nothingBehindAMissingRightIsSent() {
        Line line = publisher.line();
        line.publish(event(1));
        producer(0).errorNext(new TopicAuthorizationException("books"));
        CompletableFuture<PublishedEvent> behind = line.publish(event(2));

        assertThat(behind).isCompletedExceptionally();
        assertThat(keys(producer(0))).containsExactly("1");
    }

    @Test
    void whatIsClosedMakesNoProducer() {
        publisher.close();

        assertThat(publisher.line().publish(event(1))).isCompletedExceptionally();
        assertThat(factory.created).isEmpty();
    }

    @Test
    void whatIsPublishedAgainGoesThroughANewProducer() {
        Line line = publisher.line();
        line.publish(event(1));
        line.abandon();
        publisher.line().publish(event(1));
        publisher.line().publish(event(2));

        assertThat(producer(0).closed()).isTrue();
        assertThat(factory.resets).isEqualTo(1);
        assertThat(keys(producer(1))).containsExactly("1", "2");
    }

    /** Threads share a line: what one of them still has to send must not pass what another one gave up. */
    @Test
    void anAbandonedLineSendsNothingMore() {
        Line line = publisher.line();
        line.publish(event(1));
        line.abandon();

        assertThat(line.publish(event(2))).isCompletedExceptionally();
        assertThat(factory.created).hasSize(1);
        line.abandon();
        assertThat(factory.resets).isEqualTo(1);
    }

    /** The publisher of a line, in short. */
    private record Sends(EventProducer producer) implements EventPublisher {

        @Override
        public CompletableFuture<PublishedEvent> publish(DomainEvent event) {
            CompletableFuture<PublishedEvent> future = new CompletableFuture<>();
            try {
                producer.send(new ProducerRecord<>("books", event.key(), event), (sent, failure) -> {
                    if (failure != null) {
                        future.completeExceptionally(failure);
                    }
                });
            } catch (IllegalStateException refused) {
                future.completeExceptionally(refused);
            }
            return future;
        }

        @Override
        public CompletableFuture<PublishedEvent> publish(EventEnvelope<?> envelope) {
            return publish(envelope.event());
        }
    }

    private static final class Factory implements ProducerFactory<Object, Object> {

        private final List<MockProducer<Object, Object>> created = new ArrayList<>();
        private final List<ProducerPostProcessor<Object, Object>> processors = new ArrayList<>();
        private Map<String, Object> settings = new HashMap<>(Map.of("client.id", "shop"));
        private int resets;

        @Override
        public Producer<Object, Object> createProducer() {
            MockProducer<Object, Object> producer =
                    new MockProducer<>(false, null, (topic, key) -> new byte[1], (topic, value) -> new byte[1]);
            created.add(producer);
            Producer<Object, Object> processed = producer;
            for (ProducerPostProcessor<Object, Object> processor : processors) {
                processed = processor.apply(processed);
            }
            return processed;
        }

        @Override
        public Map<String, Object> getConfigurationProperties() {
            return settings;
        }

        @Override
        public ProducerFactory<Object, Object> copyWithConfigurationOverride(Map<String, Object> overrides) {
            settings = new HashMap<>(settings);
            settings.putAll(overrides);
            return this;
        }

        @Override
        public void addPostProcessor(ProducerPostProcessor<Object, Object> processor) {
            processors.add(processor);
        }

        @Override
        public void reset() {
            resets++;
        }
    }
}
