package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.junit.jupiter.api.Test;

class RelayBatchTests {

    private final AtomicInteger stops = new AtomicInteger();
    private final TestProducer producer = new TestProducer();

    @Test
    void sendsInOrderWithKeyHeadersAndTime() throws Exception {
        RelayBatch batch = batch(
                row(1, "books", "a"),
                new RelayRow(2, 0, "e-2", "books", "a", "sold", "{\"traceparent\":\"00-1\"}", bytes()));

        batch.send(producer, () -> 1_234L, () -> true);
        producer.completeNext();
        producer.completeNext();

        assertThat(batch.await(0)).isTrue();
        assertThat(sequences(batch.acknowledged())).containsExactly(1L, 2L);
        assertThat(producer.history()).allSatisfy(sent -> {
            assertThat(sent.timestamp()).isEqualTo(1_234L);
            assertThat(sent.key()).isEqualTo("a");
            assertThat(header(sent, "__TypeId__")).isEqualTo("sold");
        });
        assertThat(header(producer.history().get(1), "traceparent")).isEqualTo("00-1");
        assertThat(batch.closedTopics()).isEmpty();
        assertThat(stops).hasValue(0);
    }

    @Test
    void nothingIsSentBehindAnEventOfItsTopicThatWasNotTaken() throws Exception {
        producer.refuse(2, new TimeoutException("no metadata"));
        RelayBatch batch =
                batch(row(1, "books", "a"), row(2, "orders", "a"), row(3, "orders", "b"), row(4, "books", "a"));

        batch.send(producer, () -> 0, () -> true);
        producer.completeNext();
        producer.completeNext();

        assertThat(batch.await(0)).isTrue();
        assertThat(sequences(batch.acknowledged())).containsExactly(1L, 4L);
        assertThat(batch.refused()).isEmpty();
        assertThat(batch.closedTopics()).containsOnlyKeys("orders");
        assertThat(batch.needsNewProducer()).isFalse();
    }

    @Test
    void anEventThatIsRefusedHoldsNobodyUp() throws Exception {
        producer.refuse(1, new RecordTooLargeException("too large"));
        RelayBatch batch = batch(
                row(1, "books", "a"),
                row(2, "books", "a"),
                new RelayRow(3, 0, "e-3", "books", "a", "sold", "no json", bytes()));

        batch.send(producer, () -> 0, () -> true);
        producer.completeNext();

        assertThat(batch.await(0)).isTrue();
        assertThat(sequences(batch.acknowledged())).containsExactly(2L);
        assertThat(batch.refused())
                .extracting(refused -> refused.row().sequence())
                .containsExactly(1L, 3L);
        assertThat(batch.refused().get(0).reason()).isEqualTo("RecordTooLargeException: too large");
        assertThat(batch.closedTopics()).isEmpty();
    }

    @Test
    void aFailureOnTheProducersThreadStopsItBeforeLaterEventsOvertake() throws Exception {
        RelayBatch batch = batch(row(1, "books", "a"), row(2, "orders", "a"), row(3, "books", "a"));
        batch.send(producer, () -> 0, () -> true);

        onAnotherThread(() -> producer.errorNext(new UnknownServerException("broken")));
        assertThat(stops).hasValue(1);
        assertThat(batch.needsNewProducer()).isTrue();
        onAnotherThread(() -> producer.errorNext(new IllegalStateException("closed")));
        onAnotherThread(() -> producer.errorNext(new IllegalStateException("closed")));

        assertThat(batch.await(0)).isTrue();
        assertThat(stops).hasValue(1);
        assertThat(batch.acknowledged()).isEmpty();
        assertThat(batch.refused()).isEmpty();
        assertThat(batch.closedTopics()).containsOnlyKeys("books");
    }

    @Test
    void anInvalidRecordIsRefusedOnlyIfItWasAlone() throws Exception {
        RelayBatch together = batch(row(1, "books", "a"), row(2, "books", "b"));
        together.send(producer, () -> 0, () -> true);
        onAnotherThread(() -> producer.errorNext(new InvalidRecordException("ahead of the clock, perhaps")));
        onAnotherThread(() -> producer.errorNext(new InvalidRecordException("ahead of the clock, perhaps")));

        assertThat(together.refused()).isEmpty();
        assertThat(together.doubtful()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(together.closedTopics()).containsOnlyKeys("books");
        assertThat(stops).hasValue(1);

        RelayBatch alone = batch(row(1, "books", "a"));
        alone.send(producer, () -> 0, () -> true);
        onAnotherThread(() -> producer.errorNext(new InvalidRecordException("no key")));

        assertThat(alone.refused()).hasSize(1);
        assertThat(alone.doubtful()).isEmpty();
        assertThat(stops).hasValue(1);
    }

    @Test
    void aProducerThatTakesNothingIsReplacedUnlessItIsForWantOfTheTopic() {
        assertThat(isReplacedAfter(new KafkaException("in an error state"))).isTrue();
        assertThat(isReplacedAfter(new IllegalStateException("closed"))).isTrue();
        assertThat(isReplacedAfter(new TimeoutException("no metadata"))).isFalse();
        assertThat(isReplacedAfter(new TopicAuthorizationException("books"))).isFalse();
        assertThat(isReplacedAfter(new RecordTooLargeException("too large"))).isFalse();
    }

    private boolean isReplacedAfter(RuntimeException failure) {
        TestProducer refusing = new TestProducer();
        refusing.refuse(1, failure);
        RelayBatch batch = batch(row(1, "books", "a"));
        batch.send(refusing, () -> 0, () -> true);
        return batch.needsNewProducer();
    }

    @Test
    void sendsNoMoreWhenItMayNotGoOn() throws Exception {
        RelayBatch batch = batch(row(1, "books", "a"), row(2, "books", "a"), row(3, "books", "a"));
        AtomicInteger asked = new AtomicInteger();

        batch.send(producer, () -> 0, () -> asked.incrementAndGet() <= 1);
        producer.completeNext();

        assertThat(batch.await(0)).isTrue();
        assertThat(producer.history()).hasSize(1);
        assertThat(sequences(batch.acknowledged())).containsExactly(1L);
        assertThat(batch.closedTopics()).isEmpty();
    }

    @Test
    void whatIsGivenUpIsNoFailureOfItsTopic() throws Exception {
        RelayBatch batch = batch(row(1, "books", "a"), row(2, "orders", "a"));
        batch.send(producer, () -> 0, () -> true);
        producer.completeNext();

        assertThat(batch.await(1)).isFalse();
        assertThat(batch.open()).isEqualTo(1);
        assertThat(batch.openTopics()).containsExactly("orders");
        batch.giveUp();
        onAnotherThread(() -> producer.errorNext(new IllegalStateException("closed")));

        assertThat(stops).hasValue(1);
        assertThat(sequences(batch.acknowledged())).containsExactly(1L);
        assertThat(batch.closedTopics()).isEmpty();
    }

    private RelayBatch batch(RelayRow... rows) {
        return new RelayBatch(List.of(rows), stops::incrementAndGet);
    }

    private static RelayRow row(long sequence, String topic, String key) {
        return new RelayRow(sequence, 0, "e-" + sequence, topic, key, "sold", null, bytes());
    }

    private static byte[] bytes() {
        return "{}".getBytes(StandardCharsets.UTF_8);
    }

    private static List<Long> sequences(List<RelayRow> rows) {
        return rows.stream().map(RelayRow::sequence).toList();
    }

    private static String header(ProducerRecord<Object, Object> sent, String name) {
        return new String(sent.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static void onAnotherThread(Runnable work) throws Exception {
        CompletableFuture.runAsync(work).get(10, TimeUnit.SECONDS);
    }

    /** Refuses some sends at once, as Kafka's does. */
    private static final class TestProducer extends MockProducer<Object, Object> {

        private final List<Integer> refused = new ArrayList<>();
        private RuntimeException failure;
        private int sends;

        TestProducer() {
            super(false, null, (topic, value) -> new byte[0], (topic, value) -> new byte[0]);
        }

        void refuse(int send, RuntimeException with) {
            refused.addAll(Arrays.asList(send));
            failure = with;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<Object, Object> sent, Callback callback) {
            sends++;
            if (refused.contains(sends)) {
                callback.onCompletion(null, failure);
                return CompletableFuture.failedFuture(failure);
            }
            return super.send(sent, callback);
        }
    }
}
