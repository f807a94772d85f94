package com.bookstore.events.deadletter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class ReplayBatchTests {

    private static final Serializer<Object> NONE = (topic, data) -> new byte[0];

    private final Set<ByteBuffer> stopped = new HashSet<>();
    private final AtomicBoolean stoppedSending = new AtomicBoolean();
    private final MockProducer<Object, Object> producer = new MockProducer<>(false, null, NONE, NONE);

    @Test
    void acknowledgedIsWhatTheBrokerAcknowledged() throws Exception {
        ReplayBatch batch = batch(row(1, "a"), row(2, "b"));
        batch.send(producer, "topic");
        assertThat(batch.acknowledged()).isEmpty();
        producer.completeNext();

        assertThat(batch.await(1)).isFalse();
        assertThat(stoppedSending).isTrue();
        assertThat(batch.acknowledged()).extracting(ReplayRow::id).containsExactly(1L);
        assertThat(batch.refused()).isEmpty();
    }

    @Test
    void whatIsRefusedLaterStopsTheProducerAndTheRestIsSentAgainWithoutItsKey() throws Exception {
        ReplayBatch batch = batch(row(1, "a"), row(2, "b"), row(3, "c"), row(4, "b"), row(5, null));
        batch.send(producer, "topic");
        Thread io = new Thread(() -> {
            producer.completeNext();
            producer.errorNext(new RecordTooLargeException());
            producer.errorNext(new IllegalStateException("closed"));
            producer.errorNext(new IllegalStateException("closed"));
            producer.errorNext(new IllegalStateException("closed"));
        });
        io.start();

        assertThat(batch.await(Duration.ofSeconds(30).toNanos())).isTrue();
        assertThat(stoppedSending).isTrue();
        assertThat(batch.failure()).isNull();
        assertThat(batch.acknowledged()).extracting(ReplayRow::id).containsExactly(1L);
        assertThat(batch.refused().keySet()).extracting(ReplayRow::id).containsExactly(2L);
        assertThat(batch.interrupted()).extracting(ReplayRow::id).containsExactly(3L, 5L);
    }

    @Test
    void whatIsRefusedAtOnceLeavesOutItsKeyOnly() throws Exception {
        producer.sendException = new RecordTooLargeException();
        ReplayBatch first = batch(row(1, "a"), row(2, "a"), row(3, null));
        first.send(producer, "topic");

        assertThat(first.await(1)).isTrue();
        assertThat(first.refused().keySet()).extracting(ReplayRow::id).containsExactly(1L, 3L);
        assertThat(first.failure()).isNull();
        assertThat(first.interrupted()).isEmpty();

        producer.sendException = null;
        ReplayBatch second = batch(row(4, "a"), row(5, "b"));
        second.send(producer, "topic");
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void aTopicThatMayNotBeWrittenToIsTheEnd() throws Exception {
        producer.sendException = new TopicAuthorizationException("topic");
        ReplayBatch batch = batch(row(1, "a"), row(2, "b"));
        batch.send(producer, "topic");

        assertThat(batch.await(1)).isTrue();
        assertThat(batch.failure()).isInstanceOf(TopicAuthorizationException.class);
        assertThat(batch.refused()).isEmpty();
    }

    @Test
    void aPaceIsASecondsWorthAtATime() {
        ReplayRun.Pace pace = new ReplayRun.Pace(10, 0);

        assertThat(pace.batch(1_000)).isEqualTo(10);
        assertThat(pace.waitFor(10, 0)).isZero();
        assertThat(pace.waitFor(5, 400_000_000)).isEqualTo(600_000_000);
        assertThat(pace.waitFor(5, 5_000_000_000L)).isZero();
        assertThat(pace.waitFor(1, 5_000_000_000L)).isEqualTo(500_000_000);
        assertThat(new ReplayRun.Pace(null, 0).batch(7)).isEqualTo(7);
        assertThat(new ReplayRun.Pace(null, 0).waitFor(7, 0)).isZero();
    }

    private ReplayBatch batch(ReplayRow... rows) {
        return new ReplayBatch(List.of(rows), stopped, () -> stoppedSending.set(true));
    }

    private static ReplayRow row(long id, String key) {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return new ReplayRow(id, "f" + id, id, 0, bytes, new byte[0], new byte[0]);
    }
}
