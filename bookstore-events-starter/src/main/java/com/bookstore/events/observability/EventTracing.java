package com.bookstore.events.observability;

import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Makes one trace of what happens to an event: from the span in which it is published, through the headers of its record,
 * to its handler. Thread-safe; never throws, whatever the headers say.
 */
public interface EventTracing {

    /** Traces nothing and costs nothing. */
    EventTracing NO_OP = new EventTracing() {};

    /**
     * Starts the span of a publication and writes its context into the record's headers.
     *
     * @param topic the topic
     * @param type the event's name
     * @param eventId the event's id
     * @param headers the headers of the record that will be sent
     * @return the span, to be closed with the outcome, on any thread
     */
    default EventSpan publishing(String topic, String type, String eventId, Headers headers) {
        return EventSpan.NONE;
    }

    /**
     * Starts the span in which a record is handled, as a part of the trace its headers name, and makes it the current one.
     *
     * @param handled the record
     * @param type the event's name, {@code none} for a record that is not read as an event
     * @param eventId the event's id, or {@code null} for a record that is not read as an event
     * @param group the consumer group
     * @return the span, to be closed on the same thread
     */
    default EventSpan handling(ConsumerRecord<?, ?> handled, String type, @Nullable String eventId, String group) {
        return EventSpan.NONE;
    }

    /**
     * Returns what makes work on another thread a part of the trace that is current now.
     *
     * @return runs work at once, on the thread that asks it to
     */
    default Executor continuation() {
        return Runnable::run;
    }
}
