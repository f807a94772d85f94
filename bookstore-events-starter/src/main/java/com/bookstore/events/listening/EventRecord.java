package com.bookstore.events.listening;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.json.RawRecord;
import com.bookstore.events.json.ReceivedEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record whose value is what the listener asked for. */
final class EventRecord extends ConsumerRecord<Object, Object> implements RawRecord {

    private final ReceivedEvent.Known received;
    private final boolean identified;
    private final boolean acknowledgedByListener;

    EventRecord(
            ConsumerRecord<Object, Object> original,
            ReceivedEvent.Known received,
            boolean identified,
            Object value,
            boolean acknowledgedByListener) {
        super(
                original.topic(),
                original.partition(),
                original.offset(),
                original.timestamp(),
                original.timestampType(),
                original.serializedKeySize(),
                original.serializedValueSize(),
                original.key(),
                value,
                original.headers(),
                original.leaderEpoch());
        this.received = received;
        this.identified = identified;
        this.acknowledgedByListener = acknowledgedByListener;
    }

    boolean acknowledgedByListener() {
        return acknowledgedByListener;
    }

    DomainEvent event() {
        return received.envelope().event();
    }

    @Override
    public EventMetadata metadata() {
        return received.envelope().metadata();
    }

    @Override
    public boolean identified() {
        return identified;
    }

    @Override
    public byte[] raw() {
        return received.raw();
    }
}
