package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookEvent;
import com.bookstore.events.json.MalformedEventException;
import com.bookstore.events.json.ReceivedEvent;
import com.bookstore.events.listening.ListeningProperties.MissingEventId;
import com.bookstore.events.listening.ListeningProperties.UnknownTypes;
import com.bookstore.events.observability.EventRecorder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.ReflectionUtils;

@ExtendWith(OutputCaptureExtension.class)
class MissingEventIdTests {

    @Test
    void isWarnedOfOnceForEachTopic(CapturedOutput output) {
        RecordIntake intake = intake(MissingEventId.ACCEPT);

        for (String topic : List.of("books", "books", "orders", "books")) {
            EventRecord accepted = (EventRecord) intake.take(unidentified(topic, 7, 1));
            assertThat(accepted.event()).isEqualTo(new BookDeletedEvent(1L));
            assertThat(accepted.identified()).isFalse();
        }

        assertThat(output).containsOnlyOnce("Events on topic 'books' have no id");
        assertThat(output).containsOnlyOnce("Events on topic 'orders' have no id");
    }

    @Test
    void makesADeadLetter() {
        RecordIntake intake = intake(MissingEventId.DEAD_LETTER);

        assertThatThrownBy(() -> intake.take(unidentified("books", 7, 1)))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("'eventId' is missing");
    }

    @Test
    void isMadeUpForByThePosition() {
        assertThat(eventId(unidentified("books", 7, 1))).isEqualTo("books-2@7/1");
    }

    @Test
    void isTheSameOnlyForTheSameRecord() {
        String topic = "t".repeat(249);

        assertThat(eventId(unidentified(topic, 7, 1)))
                .hasSizeLessThanOrEqualTo(EventMetadata.MAX_ID_LENGTH)
                .isEqualTo(eventId(unidentified(topic, 7, 1)))
                .isNotEqualTo(eventId(unidentified(topic, 8, 1)))
                .isNotEqualTo(eventId(unidentified(topic, 7, 2)));
    }

    private static String eventId(ConsumerRecord<Object, Object> found) {
        EventRecord accepted = (EventRecord) intake(MissingEventId.POSITION).take(found);
        assertThat(accepted.identified()).isTrue();
        return accepted.metadata().eventId();
    }

    private static RecordIntake intake(MissingEventId missingEventId) {
        return new RecordIntake(
                ListenerShape.of(ReflectionUtils.findMethod(MissingEventIdTests.class, "on", BookEvent.class)),
                new ListeningProperties(true, UnknownTypes.SKIP, missingEventId),
                EventRecorder.NO_OP,
                event -> "any",
                null);
    }

    private static ConsumerRecord<Object, Object> unidentified(String topic, long offset, long timestamp) {
        ReceivedEvent value = new ReceivedEvent.Unidentified(
                new byte[0],
                new BookDeletedEvent(1L),
                eventId -> new EventMetadata(eventId, Instant.EPOCH, "source", "1.0", eventId, null));
        return new ConsumerRecord<>(
                topic,
                2,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    void on(BookEvent event) {}
}
