package com.bookstore.events.listening;

import com.bookstore.events.listening.BatchAcknowledgment.Extent;
import com.bookstore.events.listening.HandlerGuard.Handler;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.LogFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger log = LoggerFactory.getLogger(EventBatchMessageListener.class);

    /** Causes may go round in a circle. */
    private static final int MAX_CAUSES = 50;

    private final RecordIntake intake;
    private final EventRecorder recorder;
    private final Handler handler;

    EventBatchMessageListener(
            BatchMessageListener<Object, Object> delegate,
            RecordIntake intake,
            EventRecorder recorder,
            UnaryOperator<Handler> guard) {
        super(delegate);
        this.intake = intake;
        this.recorder = recorder;
        this.handler = guard.apply(this::invoke);
    }

    @Override
    public void onMessage(
            List<ConsumerRecord<Object, Object>> polled,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        List<Taken> batch = new ArrayList<>(polled.size());
        BatchListenerFailedException malformed = take(polled, batch);
        if (batch.isEmpty()) {
            if (malformed == null && acknowledgment != null) {
                acknowledgment.acknowledge();
            }
        } else {
            Extent extent = malformed == null ? Extent.WHOLE_BATCH : Extent.BEFORE_A_MALFORMED_RECORD;
            BatchAcknowledgment part = part(batch, acknowledgment, extent);
            if (!handOver(batch, part, consumer)) {
                part = oneByOne(batch, acknowledgment, extent, consumer);
            }
            if (part != null && part.isSentBack()) {
                return;
            }
        }
        if (malformed != null) {
            throw malformed;
        }
    }

    private @Nullable BatchListenerFailedException take(
            List<ConsumerRecord<Object, Object>> polled, List<Taken> batch) {
        for (int position = 0; position < polled.size(); position++) {
            ConsumerRecord<Object, Object> original = polled.get(position);
            try {
                ConsumerRecord<Object, Object> accepted = intake.take(original);
                if (accepted != null) {
                    batch.add(new Taken(position, original, accepted));
                }
            } catch (RuntimeException malformed) {
                recorder.processingFailed(original.topic());
                return new BatchListenerFailedException("A record of a batch is malformed", malformed, original);
            }
        }
        return null;
    }

    /** Returns whether the batch was handled; if not, its records are to be tried one by one. */
    private boolean handOver(
            List<Taken> batch, @Nullable BatchAcknowledgment acknowledgment, @Nullable Consumer<?, ?> consumer) {
        try {
            hand(batch, acknowledgment, consumer);
            return true;
        } catch (RuntimeException | Error failure) {
            BatchListenerFailedException named = named(failure);
            if (named != null) {
                throw failed(original(batch, named), named.getCause() == null ? named : named.getCause());
            }
            if (batch.size() == 1) {
                throw failed(batch.get(0).original(), failure);
            }
            LogFields.record(log.atWarn(), batch.get(0).original())
                    .log(
                            "A batch of {} records of topic '{}' failed with {}; they are handed over one by one to find"
                                    + " which",
                            batch.size(),
                            batch.get(0).original().topic(),
                            failure.getClass().getName());
            return false;
        }
    }

    /** Returns the acknowledgment of the last record that was handed over, if there is one. */
    private @Nullable BatchAcknowledgment oneByOne(
            List<Taken> batch,
            @Nullable Acknowledgment acknowledgment,
            Extent extent,
            @Nullable Consumer<?, ?> consumer) {
        boolean acknowledged = true;
        BatchAcknowledgment part = null;
        for (Taken taken : batch) {
            List<Taken> single = List.of(taken);
            part = part(single, acknowledgment, Extent.SINGLE_RECORD);
            try {
                hand(single, part, consumer);
            } catch (RuntimeException | Error failure) {
                throw failed(taken.original(), failure);
            }
            if (part != null && part.isSentBack()) {
                return part;
            }
            acknowledged &= part != null && part.isAcknowledged();
        }
        if (acknowledged && acknowledgment != null && extent == Extent.WHOLE_BATCH) {
            acknowledgment.acknowledge();
        }
        return part;
    }

    private static @Nullable BatchAcknowledgment part(
            List<Taken> batch, @Nullable Acknowledgment acknowledgment, Extent extent) {
        return acknowledgment == null
                ? null
                : new BatchAcknowledgment(
                        acknowledgment, batch.stream().map(Taken::position).toList(), extent);
    }

    private BatchListenerFailedException failed(ConsumerRecord<Object, Object> original, Throwable cause) {
        recorder.processingFailed(original.topic());
        return new BatchListenerFailedException("A record of a batch could not be handled", cause, original);
    }

    /** Finds the record a batch listener named as the one that failed. */
    private static @Nullable BatchListenerFailedException named(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof BatchListenerFailedException named) {
                return named;
            }
            cause = cause.getCause();
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

    private void hand(List<Taken> batch, @Nullable Acknowledgment acknowledgment, @Nullable Consumer<?, ?> consumer) {
        handler.handle(batch.stream().map(Taken::accepted).toList(), acknowledgment, consumer);
    }

    @SuppressWarnings({"NullAway", "unchecked"}) // Spring's interfaces do not say that what is absent is null
    private void invoke(
            List<ConsumerRecord<Object, Object>> accepted,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
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
        accepted.forEach(found -> byPartition
                .computeIfAbsent(new TopicPartition(found.topic(), found.partition()), key -> new ArrayList<>())
                .add(found));
        return new ConsumerRecords<>(byPartition, Map.of());
    }

    @Override
    public void onMessage(List<ConsumerRecord<Object, Object>> polled) {
        onMessage(polled, null, null);
    }

    @Override
    public void onMessage(List<ConsumerRecord<Object, Object>> polled, @Nullable Acknowledgment acknowledgment) {
        onMessage(polled, acknowledgment, null);
    }

    @Override
    public void onMessage(List<ConsumerRecord<Object, Object>> polled, @Nullable Consumer<?, ?> consumer) {
        onMessage(polled, null, consumer);
    }

    private record Taken(
            int position, ConsumerRecord<Object, Object> original, ConsumerRecord<Object, Object> accepted) {}
}
