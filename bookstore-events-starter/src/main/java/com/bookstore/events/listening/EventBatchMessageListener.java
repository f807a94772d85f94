package com.bookstore.events.listening;

import com.bookstore.events.observability.EventRecorder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.adapter.AbstractDelegatingMessageListenerAdapter;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Hands batches to the listener in the form it asked for. One bad record never takes the others with it:
 *
 * <ol>
 *   <li>take the records in, up to the first that is malformed, and hand these over as a batch;
 *   <li>if the batch fails as a whole, hand its records over one by one to find the one that fails;
 *   <li>name the record that failed or was malformed in a {@link BatchListenerFailedException}: what came before is
 *       committed, it is retried and becomes a dead letter, and the rest comes again.
 * </ol>
 */
final class EventBatchMessageListener
        extends AbstractDelegatingMessageListenerAdapter<BatchMessageListener<Object, Object>>
        implements BatchAcknowledgingConsumerAwareMessageListener<Object, Object> {

    private static final Acknowledgment COMMITTED_BY_ERROR_HANDLER = () -> {};

    private final RecordIntake intake;
    private final EventRecorder recorder;

    EventBatchMessageListener(
            BatchMessageListener<Object, Object> delegate, RecordIntake intake, EventRecorder recorder) {
        super(delegate);
        this.intake = intake;
        this.recorder = recorder;
    }

    @Override
    public void onMessage(
            List<ConsumerRecord<Object, Object>> originals,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        List<Taken> batch = new ArrayList<>(originals.size());
        for (ConsumerRecord<Object, Object> original : originals) {
            ConsumerRecord<Object, Object> accepted;
            try {
                accepted = intake.take(original);
            } catch (RuntimeException malformed) {
                handOver(batch, acknowledgment == null ? null : COMMITTED_BY_ERROR_HANDLER, consumer);
                throw failure(original, malformed);
            }
            if (accepted != null) {
                batch.add(new Taken(original, accepted));
            }
        }
        handOver(batch, acknowledgment, consumer);
        if (batch.isEmpty() && acknowledgment != null && intake.acknowledges()) {
            acknowledgment.acknowledge();
        }
    }

    private void handOver(
            List<Taken> batch, @Nullable Acknowledgment acknowledgment, @Nullable Consumer<?, ?> consumer) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            invoke(batch, acknowledgment, consumer);
        } catch (RuntimeException failure) {
            BatchListenerFailedException named = named(failure);
            if (named != null) {
                throw failure(original(batch, named), named.getCause() == null ? named : named.getCause());
            }
            if (batch.size() == 1) {
                throw failure(batch.get(0).original(), failure);
            }
            oneByOne(batch, acknowledgment, consumer);
        }
    }

    private void oneByOne(
            List<Taken> batch, @Nullable Acknowledgment acknowledgment, @Nullable Consumer<?, ?> consumer) {
        CountingAcknowledgment single = new CountingAcknowledgment();
        for (Taken taken : batch) {
            try {
                invoke(List.of(taken), acknowledgment == null ? null : single, consumer);
            } catch (RuntimeException failure) {
                throw failure(taken.original(), failure);
            }
        }
        if (acknowledgment != null && single.count == batch.size()) {
            acknowledgment.acknowledge();
        }
    }

    private RuntimeException failure(ConsumerRecord<Object, Object> original, Throwable cause) {
        recorder.processingFailed(original.topic());
        return new BatchListenerFailedException("A record of a batch could not be handled", cause, original);
    }

    private static @Nullable BatchListenerFailedException named(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BatchListenerFailedException named) {
                return named;
            }
        }
        return null;
    }

    private static ConsumerRecord<Object, Object> original(List<Taken> batch, BatchListenerFailedException named) {
        ConsumerRecord<?, ?> failed = named.getRecord();
        if (failed == null) {
            int index = Math.max(0, Math.min(named.getIndex(), batch.size() - 1));
            return batch.get(index).original();
        }
        return batch.stream()
                .map(Taken::original)
                .filter(original -> original.offset() == failed.offset()
                        && original.partition() == failed.partition()
                        && original.topic().equals(failed.topic()))
                .findFirst()
                .orElse(batch.get(0).original());
    }

    @SuppressWarnings({"NullAway", "unchecked"}) // Spring's interfaces do not say that what is absent is null
    private void invoke(List<Taken> batch, @Nullable Acknowledgment acknowledgment, @Nullable Consumer<?, ?> consumer) {
        List<ConsumerRecord<Object, Object>> accepted =
                batch.stream().map(Taken::accepted).toList();
        if (delegate.wantsPollResult()) {
            delegate.onMessage(polled(accepted), acknowledgment, (Consumer<Object, Object>) consumer);
            return;
        }
        switch (delegateType) {
            case ACKNOWLEDGING_CONSUMER_AWARE -> delegate.onMessage(accepted, acknowledgment, consumer);
            case ACKNOWLEDGING -> delegate.onMessage(accepted, acknowledgment);
            case CONSUMER_AWARE -> delegate.onMessage(accepted, consumer);
            case SIMPLE -> delegate.onMessage(accepted);
        }
    }

    private static ConsumerRecords<Object, Object> polled(List<ConsumerRecord<Object, Object>> accepted) {
        Map<TopicPartition, List<ConsumerRecord<Object, Object>>> byPartition = new LinkedHashMap<>();
        accepted.forEach(record -> byPartition
                .computeIfAbsent(new TopicPartition(record.topic(), record.partition()), key -> new ArrayList<>())
                .add(record));
        return new ConsumerRecords<>(byPartition, Map.of());
    }

    @Override
    public void onMessage(List<ConsumerRecord<Object, Object>> originals) {
        onMessage(originals, null, null);
    }

    @Override
    public void onMessage(List<ConsumerRecord<Object, Object>> originals, @Nullable Acknowledgment acknowledgment) {
        onMessage(originals, acknowledgment, null);
    }

    @Override
    public void onMessage(List<ConsumerRecord<Object, Object>> originals, @Nullable Consumer<?, ?> consumer) {
        onMessage(originals, null, consumer);
    }

    private record Taken(ConsumerRecord<Object, Object> original, ConsumerRecord<Object, Object> accepted) {}

    private static final class CountingAcknowledgment implements Acknowledgment {

        private int count;

        @Override
        public void acknowledge() {
            count++;
        }
    }
}
