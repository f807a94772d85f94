package com.bookstore.events.publishing;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.topic.TopicResolver;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.RegisteredEventType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Publishes straight to the Kafka producer; Spring's template would cost a quarter of the throughput. */
final class KafkaEventPublisher implements EventPublisher {

    private final EventTypeRegistry types;
    private final TopicResolver topics;
    private final EventMetadataFactory metadata;
    private final EventSerializer serializer;
    private final EventProducer producer;
    private final EventRecorder recorder;
    private final Map<Class<?>, Route> routes = new ConcurrentHashMap<>();

    KafkaEventPublisher(
            EventTypeRegistry types,
            TopicResolver topics,
            EventMetadataFactory metadata,
            EventSerializer serializer,
            EventProducer producer,
            EventRecorder recorder) {
        this.types = types;
        this.topics = topics;
        this.metadata = metadata;
        this.serializer = serializer;
        this.producer = producer;
        this.recorder = recorder;
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(DomainEvent event) {
        try {
            Route route = route(event.getClass());
            return send(route, new EventEnvelope<>(metadata.create(route.type()), event));
        } catch (RuntimeException invalid) {
            return CompletableFuture.failedFuture(new EventPublishingException(
                    Reason.INVALID_EVENT, null, "Not published: " + invalid.getMessage(), invalid));
        }
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(EventEnvelope<?> envelope) {
        try {
            return send(route(envelope.event().getClass()), envelope);
        } catch (RuntimeException invalid) {
            return CompletableFuture.failedFuture(new EventPublishingException(
                    Reason.INVALID_EVENT, null, "Not published: " + invalid.getMessage(), invalid));
        }
    }

    private CompletableFuture<PublishedEvent> send(Route route, EventEnvelope<?> envelope) {
        PendingEvent pending = new PendingEvent(route, envelope.metadata(), producer, recorder);
        String key = envelope.event().key();
        if (key == null) {
            throw new IllegalArgumentException("key() of " + route.type().name() + " returned null");
        }
        byte[] value = serializer.write(envelope);
        RecordHeaders headers = new RecordHeaders();
        headers.add(route.typeHeader());
        try {
            producer.send(new ProducerRecord<>(route.topic(), null, null, key, value, headers), pending);
            pending.handedOver();
        } catch (RuntimeException failure) {
            pending.failBeforeSending(failure);
        }
        return pending;
    }

    private Route route(Class<? extends DomainEvent> eventClass) {
        Route route = routes.get(eventClass);
        if (route == null) {
            RegisteredEventType type = types.get(eventClass);
            Header header =
                    new RecordHeader(EventSerializer.TYPE_HEADER, type.name().getBytes(StandardCharsets.UTF_8));
            route = new Route(type, topics.resolve(type.topic()), header);
            routes.put(eventClass, route);
        }
        return route;
    }

    /** Where the events of one type go. */
    record Route(RegisteredEventType type, String topic, Header typeHeader) {}
}
