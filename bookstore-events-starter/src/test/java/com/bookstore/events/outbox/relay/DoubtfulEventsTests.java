package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DoubtfulEventsTests {

    private final DoubtfulEvents doubtful = new DoubtfulEvents();

    @Test
    void whatIsInDoubtGoesAloneAndInOrder() {
        assertThat(next(1, 2, 3, 4)).containsExactly(1L, 2L, 3L, 4L);
        ended(null, new InvalidRecordException("?"), new InvalidRecordException("?"), null);

        assertThat(next(1, 2, 3, 4)).containsExactly(1L);
        assertThat(next(2, 3, 4)).containsExactly(2L);
        doubtful.saw(batch(2, new InvalidRecordException("no key")));
        assertThat(next(3, 4)).containsExactly(3L);
        doubtful.saw(batch(3, new InvalidRecordException("no key")));
        assertThat(next(4, 5)).containsExactly(4L, 5L);
    }

    @Test
    void oneThatWasNotTheReasonClearsTheOthers() {
        ended(null, new InvalidRecordException("?"), new InvalidRecordException("?"));

        doubtful.saw(batch(1, (RuntimeException) null));
        assertThat(next(2, 3)).containsExactly(2L);
        doubtful.saw(batch(2, new InvalidTimestampException("ahead")));

        assertThat(next(2, 3)).containsExactly(2L, 3L);
    }

    private void ended(@Nullable RuntimeException... outcomes) {
        doubtful.saw(batch(1, outcomes));
    }

    private List<Long> next(long... sequences) {
        List<RelayRow> rows =
                LongStream.of(sequences).mapToObj(DoubtfulEventsTests::row).toList();
        return doubtful.next(rows).stream().map(RelayRow::sequence).toList();
    }

    private static RelayBatch batch(long first, @Nullable RuntimeException... outcomes) {
        MockProducer<Object, Object> producer =
                new MockProducer<>(false, null, (topic, value) -> new byte[0], (topic, value) -> new byte[0]);
        RelayBatch batch = new RelayBatch(
                LongStream.range(first, first + outcomes.length)
                        .mapToObj(DoubtfulEventsTests::row)
                        .toList(),
                () -> {});
        batch.send(producer, () -> 0, () -> true);
        for (RuntimeException outcome : outcomes) {
            if (outcome == null) {
                producer.completeNext();
            } else {
                producer.errorNext(outcome);
            }
        }
        return batch;
    }

    private static RelayRow row(long sequence) {
        return new RelayRow(sequence, 1, "e-" + sequence, "books", "a", "sold", null, new byte[] {1});
    }
}
