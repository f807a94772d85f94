package com.bookstore.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.json.RawRecord;
import com.bookstore.events.observability.EventRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.support.Acknowledgment;

/** What is handed over, noted and acknowledged, and in which order. */
class IdempotentHandlerTests {

    private final MapInbox inbox = new MapInbox();
    private final List<String> calls = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final Told told = new Told();

    @Test
    void anEventIsHandledOnce() {
        deliver(ack -> {}, "a");
        deliver(ack -> {}, "a");

        assertThat(calls).containsExactly("[a]");
        assertThat(skipped).containsExactly("topic DUPLICATE");
        assertThat(inbox.committed()).containsExactly("books:a");
    }

    @Test
    void anEventWhoseHandlerFailsIsHandledAgain() {
        assertThatThrownBy(() -> deliver(
                        ack -> {
                            throw new IllegalStateException("no");
                        },
                        "a"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(inbox.committed()).isEmpty();

        deliver(ack -> {}, "a");

        assertThat(calls).containsExactly("[a]", "[a]");
        assertThat(inbox.committed()).containsExactly("books:a");
    }

    @Test
    void aBatchIsHandedOverWithoutWhatWasHandledAndWithoutRepetitions() {
        deliver(ack -> {}, "b");

        deliver(ack -> {}, "a", "b", "c", "a", "b");

        assertThat(calls).containsExactly("[b]", "[a, c]");
        assertThat(skipped).hasSize(3);
        assertThat(inbox.committed()).containsExactly("books:a", "books:b", "books:c");
    }

    @Test
    void eventsWithoutAnIdAreHandledEachTimeAndNotNoted() {
        deliver(ack -> {}, "none");
        deliver(ack -> {}, "none", "a", "none");
        deliver(ack -> {}, "a", "none");

        assertThat(calls).containsExactly("[none]", "[none, a, none]", "[none]");
        assertThat(inbox.committed()).containsExactly("books:a");
    }

    @Test
    void eventsWithoutAnIdMayBeSentBack() {
        deliver(ack -> ack.nack(1, Duration.ofSeconds(1)), "a", "none", "b");

        assertThat(inbox.committed()).containsExactly("books:a");
    }

    @Test
    void nothingIsAcknowledgedBeforeTheCommit() {
        deliver(Acknowledgment::acknowledge, "a");

        assertThat(told.events).containsExactly("all, committed");
    }

    @Test
    void nothingIsAcknowledgedWhenTheHandlerFailsAfterwards() {
        assertThatThrownBy(() -> deliver(
                        ack -> {
                            ack.acknowledge();
                            throw new IllegalStateException("no");
                        },
                        "a"))
                .isInstanceOf(IllegalStateException.class);

        assertThat(told.events).isEmpty();
    }

    @Test
    void whatIsAcknowledgedLaterIsPassedOnAtOnce() {
        List<Acknowledgment> kept = new ArrayList<>();
        deliver(kept::add, "a");
        assertThat(told.events).isEmpty();

        kept.get(0).acknowledge();

        assertThat(told.events).containsExactly("all, committed");
    }

    @Test
    void duplicatesAreAcknowledgedForTheListener() {
        deliver(Acknowledgment::acknowledge, "a", "b");
        deliver(Acknowledgment::acknowledge, "a", "b");

        assertThat(calls).hasSize(1);
        assertThat(told.events).containsExactly("all, committed", "all, committed");
    }

    @Test
    void positionsAreThoseOfWhatWasDelivered() {
        deliver(ack -> {}, "b");

        deliver(ack -> ack.acknowledge(1), "a", "b", "c");

        assertThat(told.events).containsExactly("up to 2, committed");
    }

    @Test
    void anEventThatIsSentBackIsNotHandled() {
        deliver(ack -> ack.nack(Duration.ofSeconds(1)), "a");

        assertThat(told.events).containsExactly("back to 0, committed");
        assertThat(inbox.committed()).isEmpty();
    }

    @Test
    void whatComesBehindAnEventThatIsSentBackIsNotHandled() {
        deliver(ack -> {}, "b");
        skipped.clear();

        deliver(ack -> ack.nack(1, Duration.ofSeconds(1)), "a", "b", "c", "d", "a");

        assertThat(calls).containsExactly("[b]", "[a, c, d]");
        assertThat(told.events).containsExactly("back to 2, committed");
        assertThat(inbox.committed()).containsExactly("books:a", "books:b");
        assertThat(skipped).hasSize(1);
    }

    @Test
    void aNamedRecordOfABatchTakesTheOthersWithIt() {
        BatchListenerFailedException named = new BatchListenerFailedException("no", 1);

        assertThatThrownBy(() -> deliver(
                        ack -> {
                            throw new ListenerExecutionFailedException("no", named);
                        },
                        "a",
                        "b"))
                .isInstanceOf(BatchRolledBackException.class)
                .hasNoCause();
        assertThat(inbox.committed()).isEmpty();
    }

    @Test
    void aNamedRecordThatIsAloneIsPassedOn() {
        BatchListenerFailedException named = new BatchListenerFailedException("no", 0);

        assertThatThrownBy(() -> deliver(
                        ack -> {
                            throw named;
                        },
                        "a"))
                .isSameAs(named);
    }

    @Test
    void aDeadlockBeforeTheHandlerIsTriedAgain() {
        inbox.deadlock();

        deliver(ack -> {}, "a");

        assertThat(calls).containsExactly("[a]");
        assertThat(inbox.committed()).containsExactly("books:a");
    }

    @Test
    void aDeadlockInTheHandlerIsTheHandlersFailure() {
        assertThatThrownBy(() -> deliver(
                        ack -> {
                            inbox.deadlock();
                            inbox.add("other", List.of("x"));
                        },
                        "a"))
                .isInstanceOf(PessimisticLockingFailureException.class);

        assertThat(calls).containsExactly("[a]");
    }

    @Test
    void aRecordThatIsNoEventIsKnownByItsPosition() {
        handler(ack -> {}).handle(List.of(new ConsumerRecord<>("topic", 3, 7, "key", null)), null, null);
        handler(ack -> {}).handle(List.of(new ConsumerRecord<>("topic", 3, 7, "key", null)), null, null);

        assertThat(calls).hasSize(1);
        assertThat(inbox.committed()).containsExactly("books:topic-3@7/-1");
    }

    private void deliver(Body body, String... ids) {
        handler(body).handle(Stream.of(ids).map(IdempotentHandlerTests::event).toList(), told, null);
    }

    private IdempotentHandler handler(Body body) {
        InboxTransactions transactions = new InboxTransactions(inbox, inbox, () -> {});
        EventRecorder recorder = new EventRecorder() {
            @Override
            public void skipped(String topic, SkipReason reason) {
                skipped.add(topic + " " + reason);
            }
        };
        return new IdempotentHandler(
                "books",
                transactions,
                (records, acknowledgment, consumer) -> {
                    assertThat(inbox.open).isTrue();
                    calls.add(records.stream().map(ConsumerRecord::key).toList().toString());
                    body.run(acknowledgment);
                },
                recorder);
    }

    private static ConsumerRecord<Object, Object> event(String id) {
        return new Event(id);
    }

    private interface Body {
        void run(Acknowledgment acknowledgment);
    }

    private final class Told implements Acknowledgment {

        private final List<String> events = new ArrayList<>();

        private void tell(String what) {
            events.add(what + (inbox.open ? ", not committed" : ", committed"));
        }

        @Override
        public void acknowledge() {
            tell("all");
        }

        @Override
        public void acknowledge(int index) {
            tell("up to " + index);
        }

        @Override
        public void nack(Duration sleep) {
            tell("back to 0");
        }

        @Override
        public void nack(int index, Duration sleep) {
            tell("back to " + index);
        }
    }

    private static final class Event extends ConsumerRecord<Object, Object> implements RawRecord {

        Event(String id) {
            super("topic", 0, 0, id, id);
        }

        @Override
        public byte[] raw() {
            return new byte[0];
        }

        @Override
        public EventMetadata metadata() {
            return new EventMetadata((String) key(), Instant.EPOCH, "source", "1.0", "c", null);
        }

        @Override
        public boolean identified() {
            return !key().equals("none");
        }
    }
}
