package com.bookstore.events.outbox;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Tells what a failure of the relay's producer means. */
final class RelayFailure {

    private RelayFailure() {}

    /** Whether Kafka does not take this event, however often it is sent. Everything else is a matter of time or of rights. */
    static boolean isOfTheEvent(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTimestampException
                || failure instanceof CorruptRecordException
                || failure instanceof SerializationException;
    }

    /** Whether the events behind it have to wait for this one. */
    static boolean isOfTheTopic(Exception failure) {
        return !isOfTheEvent(failure);
    }
}
