package com.bookstore.events.outbox.relay;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Tells what a failure of the relay's producer means. */
final class RelayFailure {

    private RelayFailure() {}

    /**
     * Whether Kafka does not take this event, however often it is sent. Everything else is a matter of time, of rights or of
     * clocks: the event waits.
     *
     * @param alone whether no other event was sent with it; if one was, an invalid record may stand for any reason
     */
    static boolean isOfTheEvent(Exception failure, boolean alone) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || (failure instanceof InvalidRecordException && alone)
                || failure instanceof InvalidTopicException
                || failure instanceof SerializationException;
    }

    /**
     * Whether a topic cannot be reached, when an event was not even taken; the producer is as good as before. After anything
     * else it may be broken for ever.
     */
    static boolean isOfTheTopic(Exception failure) {
        return failure instanceof TimeoutException || failure instanceof TopicAuthorizationException;
    }
}
