package com.bookstore.events.deadletter;

import com.bookstore.events.EventType;
import com.bookstore.events.json.ReceivedEvent;
import com.bookstore.events.observability.LogFields;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.spi.LoggingEventBuilder;

/** A log line about a record that failed. */
final class RecordLine {

    private RecordLine() {}

    /** Adds where the record is and, if it could be read, which event it holds. */
    static LoggingEventBuilder about(ConsumerRecord<?, ?> failed, LoggingEventBuilder line) {
        LogFields.record(line, failed);
        if (failed.value() instanceof ReceivedEvent.Known known) {
            EventType type = known.envelope().event().getClass().getAnnotation(EventType.class);
            LogFields.event(line, known.envelope().metadata(), type == null ? "" : type.name());
        }
        return line;
    }
}
