package com.bookstore.events.publishing;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.topic.TopicResolver;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.RegisteredEventType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Knows where the events of each class go. Thread-safe. */
public final class EventRoutes {

    private final EventTypeRegistry types;
    private final TopicResolver topics;
    private final Map<Class<?>, Route> routes = new ConcurrentHashMap<>();

    EventRoutes(EventTypeRegistry types, TopicResolver topics) {
        this.types = types;
        this.topics = topics;
    }

    /**
     * Returns where an event class goes.
     *
     * @param eventClass the event's class
     * @return its type, its topic, and the header that names the type
     * @throws com.bookstore.events.type.UnknownEventTypeException if the class is not registered
     */
    public Route of(Class<? extends DomainEvent> eventClass) {
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

    /**
     * Where the events of one type go.
     *
     * @param type the type
     * @param topic the topic's physical name
     * @param typeHeader the header that names the type
     */
    public record Route(RegisteredEventType type, String topic, Header typeHeader) {}
}
