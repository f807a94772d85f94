package com.bookstore.events.eventstore;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is in the store. Its data is read as an event when it is first asked for, so that whoever needs the rest only
 * does not pay for it, and events can be looked at whose class is gone. Thread-safe.
 */
public final class StoredEvent {

    private final long position;
    private final StreamName stream;
    private final long version;
    private final String type;
    private final EventMetadata metadata;
    private final byte[] data;
    private final StoredEvents reader;
    private volatile @Nullable EventEnvelope<?> envelope;

    StoredEvent(
            long position,
            StreamName stream,
            long version,
            String type,
            EventMetadata metadata,
            byte[] data,
            StoredEvents reader) {
        this.position = position;
        this.stream = stream;
        this.version = version;
        this.type = type;
        this.metadata = metadata;
        this.data = data;
        this.reader = reader;
    }

    /**
     * Returns where the event is in the whole store.
     *
     * @return the position, at least 1
     */
    public long position() {
        return position;
    }

    /**
     * Returns the type of its stream.
     *
     * @return the type
     */
    public String streamType() {
        return stream.type();
    }

    /**
     * Returns the id of its stream.
     *
     * @return the id
     */
    public String streamId() {
        return stream.id();
    }

    /**
     * Returns where the event is in its stream.
     *
     * @return the version, at least 1
     */
    public long version() {
        return version;
    }

    /**
     * Returns the name of the event's type, as it was stored.
     *
     * @return the name; one that this service may not know
     */
    public String type() {
        return type;
    }

    /**
     * Returns what travels with the event, as it was stored: with the version of the fields in {@link #data()}.
     *
     * @return the metadata
     */
    public EventMetadata metadata() {
        return metadata;
    }

    /**
     * Returns the event's fields as they were stored, a JSON object.
     *
     * @return a copy of the bytes, in UTF-8
     */
    public byte[] data() {
        return data.clone();
    }

    /**
     * Returns how much {@link #data()} is.
     *
     * @return the number of its bytes
     */
    public int size() {
        return data.length;
    }

    /**
     * Returns the event.
     *
     * @return the event, brought up to the version of its class
     * @throws EventStoreException.UnreadableEvent if this service has no class for it or the data does not fit it
     */
    public DomainEvent event() {
        return envelope().event();
    }

    /**
     * Returns the event with what travels with it, whose version is that of the event's class where the fields were brought up
     * to it.
     *
     * @return the event and its metadata
     * @throws EventStoreException.UnreadableEvent if this service has no class for it or the data does not fit it
     */
    public EventEnvelope<?> envelope() {
        EventEnvelope<?> read = envelope;
        if (read == null) {
            read = reader.read(position, type, metadata, data);
            envelope = read;
        }
        return Objects.requireNonNull(read);
    }

    /**
     * Tells whether this service has a class for the event.
     *
     * @return whether its type is registered, under this or another of its names
     */
    public boolean isKnown() {
        return reader.knows(type);
    }

    /** Returns where the event is, without its data. */
    @Override
    public String toString() {
        return "StoredEvent[position=%d, version=%d, type=%s]".formatted(position, version, type);
    }
}
