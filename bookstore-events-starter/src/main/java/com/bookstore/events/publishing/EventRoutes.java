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

/** Knows where the events of each class go. */
final class EventRoutes {

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
     * @throws com.bookstore.events.type.UnknownEventTypeException if the class is not registered
     */
    Route of(Class<? extends DomainEvent> eventClass) {
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
