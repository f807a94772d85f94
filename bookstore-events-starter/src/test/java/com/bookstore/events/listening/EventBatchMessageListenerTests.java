package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.json.MalformedEventException;
import com.bookstore.events.json.ReceivedEvent;
import com.bookstore.events.listening.ListeningProperties.MissingEventId;
import com.bookstore.events.listening.ListeningProperties.UnknownTypes;
import com.bookstore.events.observability.EventRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.support.Acknowledgment;

class EventBatchMessageListenerTests {

    private final List<String> calls = new ArrayList<>();
    private final Recorded acknowledgment = new Recorded();

    @Test
    void handsOverWhatIsAcceptedInOneBatch() {
        deliver((books, ack) -> ack.acknowledge(), book(0), user(1), book(2));

        assertThat(calls).containsExactly("[0, 2]");
        assertThat(acknowledgment.told).containsExactly("all");
    }

    @Test
    void stopsBeforeAMalformedRecordAndNamesIt() {
        BatchListenerFailedException failure =
                failure((books, ack) -> ack.acknowledge(), book(0), user(1), book(2), malformed(3), book(4));

        assertThat(calls).containsExactly("[0, 2]");
        assertThat(failure.getRecord().offset()).isEqualTo(3);
        assertThat(failure).hasCauseInstanceOf(MalformedEventException.class);
        assertThat(acknowledgment.told).isEmpty();
    }

    @Test
    void looksForTheFailingRecordOneByOne() {
        BatchListenerFailedException failure = failure(
                (books, ack) -> {
                    if (books.contains(2L)) {
                        throw new IllegalStateException("two");
                    }
                },
                book(0),
                book(1),
                book(2),
                book(3));

        assertThat(calls).containsExactly("[0, 1, 2, 3]", "[0]", "[1]", "[2]");
        assertThat(failure.getRecord().offset()).isEqualTo(2);
    }

    @Test
    void acknowledgesABatchThatPassedOneByOneOnlyIfTheListenerDid() {
        List<String> failOnce = new ArrayList<>();
        deliver(
                (books, ack) -> {
                    if (failOnce.isEmpty()) {
                        failOnce.add("failed");
                        throw new IllegalStateException("once");
                    }
                    ack.acknowledge();
                },
                book(0),
                book(1));

        assertThat(calls).containsExactly("[0, 1]", "[0]", "[1]");
        assertThat(acknowledgment.told).containsExactly("all");
    }

    @Test
    void translatesPositionsPastSkippedRecords() {
        deliver(
                (books, ack) -> {
                    ack.acknowledge(0);
                    ack.nack(1, Duration.ofSeconds(1));
                },
                user(0),
                book(1),
                user(2),
                book(3));

        assertThat(acknowledgment.told).containsExactly("up to 1", "back to 3");
    }

    @Test
    void sendingBackComesBeforeAMalformedRecordFurtherOn() {
        deliver((books, ack) -> ack.nack(0, Duration.ZERO), user(0), book(1), malformed(2));

        assertThat(acknowledgment.told).containsExactly("back to 1");
    }

    @Test
    void sendingBackARecordEndsTheSearchForTheOneThatFails() {
        deliver(
                (books, ack) -> {
                    if (books.size() > 1) {
                        throw new IllegalStateException("all of them");
                    }
                    if (books.contains(1L)) {
                        ack.nack(0, Duration.ZERO);
                    }
                },
                book(0),
                book(1),
                book(2));

        assertThat(calls).containsExactly("[0, 1, 2]", "[0]", "[1]");
        assertThat(acknowledgment.told).containsExactly("back to 1");
    }

    @Test
    void acknowledgesABatchOfWhichNothingIsAccepted() {
        deliver((books, ack) -> {}, user(0), user(1));

        assertThat(calls).isEmpty();
        assertThat(acknowledgment.told).containsExactly("all");
    }

    @Test
    void anErrorIsTheRecordsFailureNotTheThreadsEnd() {
        BatchListenerFailedException failure = failure(
                (books, ack) -> {
                    throw new StackOverflowError();
                },
                book(0));

        assertThat(failure.getRecord().offset()).isZero();
    }

    @SafeVarargs
    private final BatchListenerFailedException failure(Handler handler, ConsumerRecord<Object, Object>... polled) {
        return catchThrowableOfType(BatchListenerFailedException.class, () -> deliver(handler, polled));
    }

    @SafeVarargs
    private final void deliver(Handler handler, ConsumerRecord<Object, Object>... polled) {
        BatchAcknowledgingConsumerAwareMessageListener<Object, Object> listener =
                new BatchAcknowledgingConsumerAwareMessageListener<>() {
                    @Override
                    public void onMessage(
                            List<ConsumerRecord<Object, Object>> records, Acknowledgment ack, Consumer<?, ?> consumer) {
                        List<Long> offsets =
                                records.stream().map(ConsumerRecord::offset).toList();
                        calls.add(offsets.toString());
                        handler.handle(offsets, ack);
                    }
                };
        RecordIntake intake = new RecordIntake(
                ListenerShape.of(shape()),
                new ListeningProperties(true, UnknownTypes.SKIP, MissingEventId.DEAD_LETTER),
                EventRecorder.NO_OP,
                event -> "type",
                "group");
        new EventBatchMessageListener(listener, intake, EventRecorder.NO_OP, UnaryOperator.identity())
                .onMessage(List.of(polled), acknowledgment, null);
    }

    private static java.lang.reflect.Method shape() {
        try {
            return EventBatchMessageListenerTests.class.getDeclaredMethod("listener", List.class, Acknowledgment.class);
        } catch (NoSuchMethodException missing) {
            throw new IllegalStateException(missing);
        }
    }

    void listener(List<BookDeletedEvent> books, Acknowledgment acknowledgment) {}

    private static ConsumerRecord<Object, Object> book(long offset) {
        return received(offset, new ReceivedEvent.Known(new byte[0], envelope(new BookDeletedEvent(offset))));
    }

    private static ConsumerRecord<Object, Object> user(long offset) {
        return received(
                offset,
                new ReceivedEvent.Known(new byte[0], envelope(new UserRegisteredEvent(offset, null, List.of()))));
    }

    private static ConsumerRecord<Object, Object> malformed(long offset) {
        return received(
                offset, new ReceivedEvent.Malformed(new byte[0], MalformedEventException.withoutValue("topic")));
    }

    private static ConsumerRecord<Object, Object> received(long offset, ReceivedEvent value) {
        return new ConsumerRecord<>("topic", 0, offset, "key", value);
    }

    private static <E extends com.bookstore.events.DomainEvent> EventEnvelope<E> envelope(E event) {
        return new EventEnvelope<>(new EventMetadata("id", Instant.EPOCH, "source", "1.0", "c", null), event);
    }

    private interface Handler {
        void handle(List<Long> offsets, Acknowledgment acknowledgment);
    }

    private static final class Recorded implements Acknowledgment {
        private final List<String> told = new ArrayList<>();

        @Override
        public void acknowledge() {
            told.add("all");
        }

        @Override
        public void acknowledge(int index) {
            told.add("up to " + index);
        }

        @Override
        public void nack(int index, Duration sleep) {
            told.add("back to " + index);
        }
    }
}
