package com.bookstore.events.json;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.RegisteredEventType;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.DupDetector;
import tools.jackson.core.json.JsonReadContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads an event in one pass where the metadata comes first, which is how every known producer writes it:
 *
 * <ol>
 *   <li>take metadata fields until another field comes;
 *   <li>if all of them were there, let the event's reader go on from this field;
 *   <li>if they were not, or the optional one came after all, collect the metadata from the whole object, and read the
 *       event from the start, ignoring them.
 * </ol>
 */
final class EnvelopeReader {

    private final JsonMapper mapper;
    private final EventTypeRegistry types;
    private final FieldsReader fields;
    private final WireTimestamp timestamps;

    EnvelopeReader(JsonMapper mapper, EventTypeRegistry types, FieldsReader fields, WireTimestamp timestamps) {
        this.mapper = mapper;
        this.types = types;
        this.fields = fields;
        this.timestamps = timestamps;
    }

    EventEnvelope<?> readFields(RegisteredEventType type, EventMetadata metadata, byte[] data) {
        ReceivedEvent read = guarded(data, () -> {
            DomainEvent event = fields.read(type, metadata.version(), data);
            return new ReceivedEvent.Known(data, new EventEnvelope<>(fields.upcast(type, metadata), event));
        });
        if (read instanceof ReceivedEvent.Known known) {
            return known.envelope();
        }
        throw ((ReceivedEvent.Malformed) read).failure();
    }

    ReceivedEvent read(@Nullable String headerType, byte[] raw) {
        return guarded(raw, () -> parse(headerType, raw));
    }

    private static ReceivedEvent guarded(byte[] raw, Supplier<ReceivedEvent> reading) {
        try {
            return reading.get();
        } catch (MalformedEventException malformed) {
            return new ReceivedEvent.Malformed(raw, malformed);
        } catch (JacksonException unreadable) {
            return new ReceivedEvent.Malformed(raw, new MalformedEventException(JacksonProblem.describe(unreadable)));
        } catch (RuntimeException misfit) {
            return misfit(raw, misfit);
        } catch (Error error) {
            if (error instanceof VirtualMachineError && !(error instanceof StackOverflowError)) {
                throw error;
            }
            return misfit(raw, error);
        }
    }

    /** What an event's own code threw, or a module's: its message may quote values. */
    private static ReceivedEvent misfit(byte[] raw, Throwable thrown) {
        return new ReceivedEvent.Malformed(
                raw,
                new MalformedEventException(
                        "a field does not fit (" + thrown.getClass().getSimpleName() + ")"));
    }

    private ReceivedEvent parse(@Nullable String headerType, byte[] raw) {
        MetadataFields metadata = new MetadataFields(timestamps);
        try (JsonParser parser = mapper.createParser(raw)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEventException("the value is no JSON object");
            }
            String name = parser.nextName();
            while (name != null && metadata.take(parser, name)) {
                name = parser.nextName();
            }
            RegisteredEventType type = resolve(headerType, metadata.type());
            if (name != null && type != null && metadata.complete() && !fields.mustUpcast(type, metadata.version())) {
                TokenStreamContext object = parser.streamReadContext();
                DomainEvent event = fields.read(type, parser);
                if (metadata.causationSeen() || !mayHaveSeen(object, MetadataFields.CAUSATION_ID)) {
                    return metadata.received(raw, event);
                }
            }
        }
        return parseInAnyOrder(headerType, raw);
    }

    /** Asks the parser's own record of the object's names, kept to refuse duplicates; without one nobody knows. */
    private static boolean mayHaveSeen(TokenStreamContext object, String name) {
        DupDetector names = object instanceof JsonReadContext context ? context.getDupDetector() : null;
        return names == null || names.isDup(name);
    }

    private ReceivedEvent parseInAnyOrder(@Nullable String headerType, byte[] raw) {
        MetadataFields metadata = new MetadataFields(timestamps);
        try (JsonParser parser = mapper.createParser(raw)) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                if (!metadata.take(parser, name)) {
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new MalformedEventException("more follows after the JSON object");
            }
        }
        RegisteredEventType type = resolve(headerType, metadata.type());
        if (type == null) {
            return unknown(headerType, metadata.type(), raw);
        }
        DomainEvent event = fields.read(type, metadata.version(), raw);
        if (fields.mustUpcast(type, metadata.version())) {
            metadata.upcastTo(type.version());
        }
        return metadata.received(raw, event);
    }

    private @Nullable RegisteredEventType resolve(@Nullable String headerType, @Nullable String bodyType) {
        RegisteredEventType byHeader = headerType == null ? null : types.find(headerType);
        return byHeader != null || bodyType == null ? byHeader : types.find(bodyType);
    }

    private static ReceivedEvent unknown(@Nullable String headerType, @Nullable String bodyType, byte[] raw) {
        String type = bodyType == null || bodyType.isBlank() ? headerType : bodyType;
        if (type == null || type.isBlank()) {
            throw new MalformedEventException("neither the header nor the body names a type");
        }
        return new ReceivedEvent.Unknown(raw, type);
    }
}
