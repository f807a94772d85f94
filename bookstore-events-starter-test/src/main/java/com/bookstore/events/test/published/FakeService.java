package com.bookstore.events.test.published;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventType;
import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.json.JsonAutoConfiguration;
import com.bookstore.events.observability.ObservabilityAutoConfiguration;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.PublishedEvent;
import com.bookstore.events.publishing.PublishingAutoConfiguration;
import com.bookstore.events.topic.TopicAutoConfiguration;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.Upcasters;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.serializer.StringOrBytesSerializer;

/**
 * The starter's own publisher where there is no service around it. It is wired anew when an event of a class comes that it
 * does not know yet: a unit test has no packages to scan. Thread-safe.
 */
final class FakeService implements EventPublisher {

    private final RecordedLog log;
    private final Set<Class<? extends DomainEvent>> types = new LinkedHashSet<>();
    private Wired wired;

    private record Wired(EventPublisher publisher, EventDeserializer deserializer) {}

    FakeService(RecordedLog log) {
        this.log = log;
        this.wired = wire();
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(DomainEvent event) {
        return knowing(event).publisher().publish(event);
    }

    @Override
    public CompletableFuture<PublishedEvent> publish(EventEnvelope<?> envelope) {
        return knowing(envelope.event()).publisher().publish(envelope);
    }

    synchronized EventDeserializer deserializer() {
        return wired.deserializer();
    }

    private synchronized Wired knowing(DomainEvent event) {
        Class<? extends DomainEvent> type = event.getClass();
        if (type.isAnnotationPresent(EventType.class) && types.add(type)) {
            wired = wire();
        }
        return wired;
    }

    private Wired wire() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "fakeService",
                        Map.of("spring.application.name", "test", "spring.kafka.admin.auto-create", false)));
        context.registerBean(EventTypeRegistry.class, () -> registry(types));
        context.registerBean(Upcasters.class, () -> Upcasters.NONE);
        context.registerBean(KafkaConnectionDetails.class, () -> () -> List.of("localhost:1"));
        context.registerBean("eventProducerFactory", ProducerFactory.class, this::producers);
        context.register(
                JsonAutoConfiguration.class,
                TopicAutoConfiguration.class,
                ObservabilityAutoConfiguration.class,
                PublishingAutoConfiguration.class);
        context.refresh();
        return new Wired(context.getBean(EventPublisher.class), context.getBean(EventDeserializer.class));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static EventTypeRegistry registry(Set<Class<? extends DomainEvent>> types) {
        return EventTypeRegistry.of(types.toArray(new Class[0]));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private ProducerFactory<Object, Object> producers() {
        return new RecordingProducerFactory<Object, Object>(
                new DefaultKafkaProducerFactory(Map.of(), new StringOrBytesSerializer(), new ByteArraySerializer()),
                log);
    }
}
