package com.bookstore.events.listening;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.json.MalformedEventException;
import com.bookstore.events.json.PositionId;
import com.bookstore.events.json.ReceivedEvent;
import com.bookstore.events.json.UnknownEventException;
import com.bookstore.events.listening.ListeningProperties.MissingEventId;
import com.bookstore.events.listening.ListeningProperties.UnknownTypes;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventRecorder.SkipReason;
import com.bookstore.events.observability.LogFields;
import com.bookstore.events.observability.LogText;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what becomes of a record before a listener sees it: handed over, skipped, or refused as malformed. */
final class RecordIntake {

    private static final Logger log = LoggerFactory.getLogger(RecordIntake.class);

    private static final int MAX_WARNED_TYPES = 1_000;
    private static final int MAX_WARNED_TOPICS = 1_000;

    private final ListenerShape shape;
    private final ListeningProperties properties;
    private final EventRecorder recorder;
    private final TypeNames typeNames;
    private final String group;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final Set<String> warnedTopics = ConcurrentHashMap.newKeySet();

    RecordIntake(
            ListenerShape shape,
            ListeningProperties properties,
            EventRecorder recorder,
            TypeNames typeNames,
            @Nullable String group) {
        this.shape = shape;
        this.properties = properties;
        this.recorder = recorder;
        this.typeNames = typeNames;
        this.group = group == null ? "none" : group;
    }

    /** The consumer group of the listener, {@code none} if it has none. */
    String group() {
        return group;
    }

    String type(EventRecord event) {
        return typeNames.of(event.event());
    }

    /** Where only some methods of a listener acknowledge, what the others handled is acknowledged for them. */
    boolean isToBeAcknowledgedFor(ConsumerRecord<Object, Object> handled) {
        return shape.acknowledges() && handled instanceof EventRecord event && !event.acknowledgedByListener();
    }

    /**
     * Takes a record in.
     *
     * @return the record in the form the listener asked for, or {@code null} if the listener is not to see it
     * @throws MalformedEventException if the value is no event
     * @throws UnknownEventException if the event's type is not registered and that is to be an error
     */
    @Nullable
    ConsumerRecord<Object, Object> take(ConsumerRecord<Object, Object> original) {
        ConsumerRecord<Object, Object> accepted = accept(original);
        if (accepted != null) {
            recorder.handedOver(original.topic(), group, original.timestamp());
        }
        return accepted;
    }

    private @Nullable ConsumerRecord<Object, Object> accept(ConsumerRecord<Object, Object> original) {
        if (shape.isRaw()) {
            return shape.rawRecord(original);
        }
        Object value = original.value();
        if (value == null) {
            if (shape.takesTombstones()) {
                return original;
            }
            throw MalformedEventException.withoutValue(original.topic());
        }
        if (value instanceof ReceivedEvent.Malformed malformed) {
            throw malformed.failure();
        }
        if (value instanceof ReceivedEvent.Unknown unknown) {
            return passOver(original, unknown);
        }
        if (value instanceof ReceivedEvent.Unidentified unidentified) {
            return handOver(original, identified(original, unidentified), isIdentified(original));
        }
        if (value instanceof ReceivedEvent.Known known) {
            return handOver(original, known, true);
        }
        return original;
    }

    private @Nullable ConsumerRecord<Object, Object> handOver(
            ConsumerRecord<Object, Object> original, ReceivedEvent.Known known, boolean identified) {
        EventRecord accepted = shape.eventRecord(original, known, identified);
        if (accepted == null) {
            recorder.skipped(original.topic(), SkipReason.NOT_ACCEPTED);
        } else {
            recorder.received(original.topic(), typeNames.of(known.envelope().event()));
        }
        return accepted;
    }

    private ReceivedEvent.Known identified(
            ConsumerRecord<Object, Object> original, ReceivedEvent.Unidentified unidentified) {
        if (properties.missingEventId() == MissingEventId.DEAD_LETTER) {
            throw unidentified.failure();
        }
        return unidentified.identifiedBy(PositionId.of(original));
    }

    /** Whether the id that was made for an event stands for it; warns where it does not. */
    private boolean isIdentified(ConsumerRecord<Object, Object> original) {
        boolean identified = properties.missingEventId() == MissingEventId.POSITION;
        if (!identified && warnedTopics.size() < MAX_WARNED_TOPICS && warnedTopics.add(original.topic())) {
            LogFields.record(log.atWarn(), original)
                    .log(
                            "Events on topic '{}' have no id: what comes again is handled again. Have the producer send one,"
                                    + " or set bookstore.events.listening.missing-event-id",
                            original.topic());
        }
        return identified;
    }

    private @Nullable ConsumerRecord<Object, Object> passOver(
            ConsumerRecord<Object, Object> original, ReceivedEvent.Unknown unknown) {
        if (properties.unknownTypes() == UnknownTypes.DEAD_LETTER) {
            throw new UnknownEventException(LogText.of(unknown.type()), original.topic());
        }
        recorder.skipped(original.topic(), SkipReason.UNKNOWN_TYPE);
        if (warned.size() < MAX_WARNED_TYPES && warned.add(unknown.type())) {
            LogFields.type(LogFields.record(log.atWarn(), original), unknown.type())
                    .log(
                            "Events of type '{}' on topic '{}' are skipped: this service has no class for them",
                            LogText.of(unknown.type()),
                            original.topic());
        }
        return null;
    }

    /** Tells the registered name of an event. */
    @FunctionalInterface
    interface TypeNames {

        String of(DomainEvent event);
    }
}
