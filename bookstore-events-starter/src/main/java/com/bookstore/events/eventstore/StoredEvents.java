package com.bookstore.events.eventstore;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.EventsException;
import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.json.MalformedEventException;
import com.bookstore.events.observability.LogText;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.RegisteredEventType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns events into what is stored, and back. Types are found by all names under which the wire knows them, and by the simple
 * names of their classes, which other stores have. Thread-safe.
 */
final class StoredEvents {

    private final EventTypeRegistry types;
    private final EventMetadataFactory metadata;
    private final EventSerializer serializer;
    private final EventDeserializer deserializer;
    private final StoredMetadata storedMetadata = new StoredMetadata();
    private final Map<String, RegisteredEventType> bySimpleName = new HashMap<>();

    StoredEvents(
            EventTypeRegistry types,
            EventMetadataFactory metadata,
            EventSerializer serializer,
            EventDeserializer deserializer) {
        this.types = types;
        this.metadata = metadata;
        this.serializer = serializer;
        this.deserializer = deserializer;
        Set<String> ambiguous = new HashSet<>();
        for (RegisteredEventType type : types.types()) {
            String name = type.eventClass().getSimpleName();
            if (bySimpleName.putIfAbsent(name, type) != null) {
                ambiguous.add(name);
            }
        }
        bySimpleName.keySet().removeAll(ambiguous);
    }

    /** Gives events their metadata. */
    List<NewEvent> ofEvents(@Nullable List<? extends DomainEvent> events) {
        return each(events, event -> write(new EventEnvelope<>(metadata.create(types.get(event.getClass())), event)));
    }

    /** Takes events with the metadata they have. */
    List<NewEvent> ofEnvelopes(@Nullable List<? extends EventEnvelope<?>> events) {
        List<NewEvent> written = each(events, this::write);
        Set<String> ids = new HashSet<>();
        if (!written.stream().map(NewEvent::id).allMatch(ids::add)) {
            throw new EventStoreException.DuplicateEvent(null);
        }
        return written;
    }

    private static <T> List<NewEvent> each(@Nullable List<? extends T> events, Function<T, NewEvent> writing) {
        if (events == null || events.isEmpty() || events.size() > EventStore.MOST_EVENTS) {
            throw new EventStoreException.InvalidEvent(
                    "1 to %d events were expected, but there are %s"
                            .formatted(EventStore.MOST_EVENTS, events == null ? "none (null)" : events.size()),
                    null);
        }
        List<NewEvent> written = new ArrayList<>(events.size());
        for (T event : events) {
            if (event == null) {
                throw new EventStoreException.InvalidEvent("event %d is null".formatted(written.size() + 1), null);
            }
            try {
                written.add(writing.apply(event));
            } catch (EventStoreException invalid) {
                throw invalid;
            } catch (EventsException invalid) {
                throw new EventStoreException.InvalidEvent(String.valueOf(invalid.getMessage()), invalid);
            } catch (RuntimeException invalid) {
                throw new EventStoreException.InvalidEvent(
                        "event %d cannot be written (%s)"
                                .formatted(
                                        written.size() + 1, invalid.getClass().getSimpleName()),
                        invalid);
            }
        }
        return written;
    }

    private NewEvent write(EventEnvelope<?> envelope) {
        RegisteredEventType type = types.get(envelope.event().getClass());
        byte[] data = serializer.writeFields(envelope.event());
        if (data.length > deserializer.maxEventBytes()) {
            throw new EventStoreException.InvalidEvent(
                    "an event of type '%s' has %d bytes, which are more than bookstore.events.json.max-event-size (%d)"
                            .formatted(type.name(), data.length, deserializer.maxEventBytes()),
                    null);
        }
        EventMetadata with = envelope.metadata();
        if (!StreamName.isText(with.correlationId())) {
            throw new EventStoreException.InvalidEvent("a correlation id has NUL or half of a surrogate pair", null);
        }
        return new NewEvent(
                envelope,
                type.name(),
                new String(data, StandardCharsets.UTF_8),
                storedMetadata.write(with),
                with.timestamp().truncatedTo(ChronoUnit.MICROS));
    }

    StoredMetadata metadata() {
        return storedMetadata;
    }

    /** Reads an event; throws {@link EventStoreException.UnreadableEvent} if it cannot. */
    EventEnvelope<?> read(long position, String type, EventMetadata with, byte[] data) {
        RegisteredEventType known = find(type);
        if (known == null) {
            throw new EventStoreException.UnreadableEvent(
                    position, "no class is registered for the type '%s'".formatted(LogText.of(type)), null);
        }
        try {
            return deserializer.readFields(known, with, data);
        } catch (MalformedEventException malformed) {
            throw new EventStoreException.UnreadableEvent(position, String.valueOf(malformed.getMessage()), malformed);
        }
    }

    /** Whether there is a class for events of the type. */
    boolean knows(String type) {
        return find(type) != null;
    }

    private @Nullable RegisteredEventType find(String name) {
        RegisteredEventType type = types.find(name);
        return type == null ? bySimpleName.get(name) : type;
    }

    /** All names under which events of some types may be stored. */
    Set<String> names(Collection<String> wanted) {
        Set<String> all = new LinkedHashSet<>(wanted);
        for (String name : wanted) {
            RegisteredEventType type = find(name);
            if (type != null) {
                all.add(type.name());
                all.add(type.wireType());
                all.addAll(type.aliases());
                String simpleName = type.eventClass().getSimpleName();
                if (type.equals(find(simpleName))) {
                    all.add(simpleName);
                }
            }
        }
        return all;
    }

    /**
     * What travels with an event and has no column of its own, as JSON. Most events of a store have the same: the last one is kept.
     * Thread-safe.
     */
    static final class StoredMetadata {

        private static final JsonMapper JSON = JsonMapper.shared();
        private static final String UNKNOWN_SOURCE = "unknown";
        private static final String FIRST_VERSION = "1.0";

        private volatile Entry last = new Entry("{}", UNKNOWN_SOURCE, FIRST_VERSION, null);

        String write(EventMetadata metadata) {
            Entry kept = last;
            if (kept.isOf(metadata)) {
                return kept.json;
            }
            ObjectNode object = JSON.createObjectNode();
            object.put("source", metadata.source());
            object.put("version", metadata.version());
            if (metadata.causationId() != null) {
                object.put("causationId", metadata.causationId());
            }
            String json = JSON.writeValueAsString(object);
            keep(new Entry(json, metadata.source(), metadata.version(), metadata.causationId()));
            return json;
        }

        EventMetadata read(String eventId, Instant timestamp, String correlationId, String json) {
            Entry entry = last;
            if (!entry.json.equals(json)) {
                JsonNode object = JSON.readTree(json);
                entry = new Entry(
                        json,
                        object.path("source").asString(UNKNOWN_SOURCE),
                        object.path("version").asString(FIRST_VERSION),
                        object.path("causationId").asString(null));
                keep(entry);
            }
            return new EventMetadata(eventId, timestamp, entry.source, entry.version, correlationId, entry.causationId);
        }

        /** What was caused by one event is not what the next one has. */
        private void keep(Entry entry) {
            if (entry.causationId == null) {
                last = entry;
            }
        }

        private record Entry(String json, String source, String version, @Nullable String causationId) {

            boolean isOf(EventMetadata metadata) {
                return metadata.causationId() == null
                        && causationId == null
                        && source.equals(metadata.source())
                        && version.equals(metadata.version());
            }
        }
    }

    /**
     * An event that is about to be a row.
     *
     * @param envelope the event
     * @param type the name of its type
     * @param data its fields as JSON
     * @param metadata what travels with it and has no column, as JSON
     * @param timestamp its timestamp, in microseconds
     */
    record NewEvent(EventEnvelope<?> envelope, String type, String data, String metadata, Instant timestamp) {

        String id() {
            return envelope.metadata().eventId();
        }

        String correlationId() {
            return envelope.metadata().correlationId();
        }
    }
}
