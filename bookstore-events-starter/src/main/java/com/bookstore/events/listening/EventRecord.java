package com.bookstore.events.listening;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.json.RawRecord;
import com.bookstore.events.json.ReceivedEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record whose value is what the listener asked for. */
final class EventRecord extends ConsumerRecord<Object, Object> implements RawRecord {

    private final ConsumerRecord<Object, Object> original;
    private final ReceivedEvent.Known received;

    EventRecord(ConsumerRecord<Object, Object> original, ReceivedEvent.Known received, Object value) {
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
        this.original = original;
        this.received = received;
    }

    ConsumerRecord<Object, Object> original() {
        return original;
    }

    EventMetadata metadata() {
        return received.envelope().metadata();
    }

    @Override
    public byte[] raw() {
        return received.raw();
    }
}
