package com.bookstore.events.observability;

import com.bookstore.events.EventMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The fields of log lines that concern an event or a record, for structured logs. Never a payload, never a header. Where the
 * MDC has a field of the name already, that one is left alone: two of one name would spoil the line.
 */
public final class LogFields {

    /** The field of the event's name. */
    public static final String EVENT_TYPE = "eventType";

    /** The field of the event's key. */
    public static final String EVENT_KEY = "eventKey";

    private LogFields() {}

    /**
     * Adds which event it is.
     *
     * @param line the line
     * @param metadata the event's metadata
     * @param type the event's name
     * @return the line
     */
    public static LoggingEventBuilder event(LoggingEventBuilder line, EventMetadata metadata, String type) {
        add(line, CorrelationScope.EVENT_ID, LogText.of(metadata.eventId()));
        type(line, type);
        return add(line, CorrelationScope.CORRELATION_ID, LogText.of(metadata.correlationId()));
    }

    /**
     * Adds the type of an event.
     *
     * @param line the line
     * @param type the event's name, as it is registered or as it arrived
     * @return the line
     */
    public static LoggingEventBuilder type(LoggingEventBuilder line, String type) {
        return add(line, EVENT_TYPE, LogText.of(type));
    }

    /**
     * Adds where a record is, and its key.
     *
     * @param line the line
     * @param found the record
     * @return the line
     */
    public static LoggingEventBuilder record(LoggingEventBuilder line, ConsumerRecord<?, ?> found) {
        Object key = found.key();
        return position(
                line, found.topic(), found.partition(), found.offset(), key instanceof String text ? text : null);
    }

    /**
     * Adds where a record is, and its key.
     *
     * @param line the line
     * @param topic the topic
     * @param partition the partition
     * @param offset the position in the partition
     * @param key the key, or {@code null} if there is none that is a text
     * @return the line
     */
    public static LoggingEventBuilder position(
            LoggingEventBuilder line, String topic, int partition, long offset, @Nullable String key) {
        if (key != null) {
            add(line, EVENT_KEY, LogText.of(key));
        }
        add(line, "topic", topic);
        add(line, "partition", partition);
        return add(line, "offset", offset);
    }

    private static LoggingEventBuilder add(LoggingEventBuilder line, String key, Object value) {
        return MDC.get(key) == null ? line.addKeyValue(key, value) : line;
    }
}
