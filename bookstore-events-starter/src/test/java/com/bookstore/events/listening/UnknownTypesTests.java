package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.domain.BookEvent;
import com.bookstore.events.json.ReceivedEvent;
import com.bookstore.events.json.UnknownEventException;
import com.bookstore.events.listening.ListeningProperties.MissingEventId;
import com.bookstore.events.listening.ListeningProperties.UnknownTypes;
import com.bookstore.events.observability.EventRecorder;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.ReflectionUtils;

@ExtendWith(OutputCaptureExtension.class)
class UnknownTypesTests {

    private final List<EventRecorder.SkipReason> skipped = new ArrayList<>();

    @Test
    void areSkippedCountedAndWarnedOfOncePerType(CapturedOutput output) {
        RecordIntake intake = intake(UnknownTypes.SKIP);

        for (String type : List.of("new\nType", "new\nType", "otherType")) {
            assertThat(intake.take(unknown(type))).isNull();
        }

        assertThat(skipped).hasSize(3).containsOnly(EventRecorder.SkipReason.UNKNOWN_TYPE);
        assertThat(output)
                .containsOnlyOnce("Events of type 'new?Type' on topic 'books' are skipped")
                .containsOnlyOnce("Events of type 'otherType' on topic 'books' are skipped");
    }

    @Test
    void areWarnedOfAThousandTimesAtMost(CapturedOutput output) {
        RecordIntake intake = intake(UnknownTypes.SKIP);

        for (int i = 0; i < 3_000; i++) {
            intake.take(unknown("type-" + i));
        }

        assertThat(output.toString().split("are skipped", -1)).hasSize(1_001);
        assertThat(skipped).hasSize(3_000);
    }

    @Test
    void areRefusedWhereTheyAreToBeDeadLetters() {
        RecordIntake intake = intake(UnknownTypes.DEAD_LETTER);

        assertThatThrownBy(() -> intake.take(unknown("new\nType")))
                .isInstanceOf(UnknownEventException.class)
                .hasMessageContaining("'new?Type' on topic 'books'");
        assertThat(skipped).isEmpty();
    }

    private RecordIntake intake(UnknownTypes unknownTypes) {
        Method method = ReflectionUtils.findMethod(UnknownTypesTests.class, "on", BookEvent.class);
        EventRecorder recorder = new EventRecorder() {
            @Override
            public void skipped(String topic, SkipReason reason) {
                skipped.add(reason);
            }
        };
        return new RecordIntake(
                ListenerShape.of(method),
                new ListeningProperties(true, unknownTypes, MissingEventId.DEAD_LETTER),
                recorder,
                event -> "any",
                null);
    }

    private static ConsumerRecord<Object, Object> unknown(String type) {
        return new ConsumerRecord<>("books", 0, 0, "key", new ReceivedEvent.Unknown(new byte[0], type));
    }

    void on(BookEvent event) {}
}
