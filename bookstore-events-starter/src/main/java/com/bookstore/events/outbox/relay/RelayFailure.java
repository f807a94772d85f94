package com.bookstore.events.outbox.relay;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Tells what a failure of the relay's producer means. */
final class RelayFailure {

    private RelayFailure() {}

    /**
     * Whether Kafka does not take this event, however often it is sent. Everything else is a matter of time, of rights or of
     * clocks: the event waits.
     */
    static boolean isOfTheEvent(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTopicException
                || failure instanceof SerializationException;
    }
}
