package com.bookstore.events.listening;

import com.bookstore.events.listening.HandlerGuard.Handler;
import com.bookstore.events.observability.CorrelationScope;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventSpan;
import com.bookstore.events.observability.EventTracing;
import com.bookstore.events.observability.LogFields;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.kafka.listener.AcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.listener.adapter.AbstractDelegatingMessageListenerAdapter;
import org.springframework.kafka.support.Acknowledgment;

/** Hands single records to the listener in the form it asked for, inside their correlation scope. */
final class EventMessageListener extends AbstractDelegatingMessageListenerAdapter<MessageListener<Object, Object>>
        implements AcknowledgingConsumerAwareMessageListener<Object, Object> {

    private static final Logger log = LoggerFactory.getLogger(EventMessageListener.class);
    private static final String NO_TYPE = "none";

    private final RecordIntake intake;
    private final EventRecorder recorder;
    private final EventTracing tracing;
    private final ContainerObservation observation;
    private final Handler handler;

    EventMessageListener(
            MessageListener<Object, Object> delegate,
            RecordIntake intake,
            EventRecorder recorder,
            EventTracing tracing,
            ContainerObservation observation,
            UnaryOperator<Handler> guard) {
        super(delegate);
        this.intake = intake;
        this.recorder = recorder;
        this.tracing = tracing;
        this.observation = observation;
        this.handler = guard.apply((records, acknowledgment, consumer) -> {
            observation.handOver();
            invoke(records.get(0), acknowledgment, consumer);
        });
    }

    @Override
    public void onMessage(
            ConsumerRecord<Object, Object> original,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        try {
            ConsumerRecord<Object, Object> accepted = take(original);
            if (accepted != null) {
                handOver(accepted, acknowledgment, consumer);
            }
            if (acknowledgment != null && (accepted == null || intake.isToBeAcknowledgedFor(accepted))) {
                acknowledgment.acknowledge();
            }
        } catch (RuntimeException failure) {
            recorder.processingFailed(original.topic());
            throw failure;
        } catch (Error failure) {
            recorder.processingFailed(original.topic());
            // As it is, it would end the consumer's thread; a record must not be able to do that.
            throw new ListenerExecutionFailedException("A listener threw an error", failure);
        }
    }

    private @Nullable ConsumerRecord<Object, Object> take(ConsumerRecord<Object, Object> original) {
        try {
            ConsumerRecord<Object, Object> accepted = intake.take(original);
            if (accepted == null) {
                observation.end(null);
            }
            return accepted;
        } catch (RuntimeException malformed) {
            observation.end(malformed);
            throw malformed;
        }
    }

    private void handOver(
            ConsumerRecord<Object, Object> accepted,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        EventRecord event = accepted instanceof EventRecord known ? known : null;
        String type = event == null ? NO_TYPE : intake.type(event);
        String eventId = event == null ? null : event.metadata().eventId();
        EventSpan span = tracing.handling(accepted, type, eventId, intake.group());
        try (span) {
            try (CorrelationScope scope = event == null ? null : open(event, type)) {
                handler.handle(List.of(accepted), acknowledgment, consumer);
                observation.endUnlessHandedOver(null);
            } catch (RuntimeException | Error failure) {
                observation.endUnlessHandedOver(failure);
                span.failed(cause(failure));
                throw failure;
            }
            if (log.isDebugEnabled()) {
                logHandled(accepted, event, type);
            }
        }
    }

    private static CorrelationScope open(EventRecord event, String type) {
        return CorrelationScope.open(event.metadata(), type, event.key() instanceof String key ? key : null);
    }

    private static void logHandled(ConsumerRecord<?, ?> handled, @Nullable EventRecord event, String type) {
        LoggingEventBuilder line = LogFields.record(log.atDebug(), handled);
        if (event != null) {
            LogFields.event(line, event.metadata(), type);
        }
        line.log("Handled {}-{}@{}", handled.topic(), handled.partition(), handled.offset());
    }

    /** What the listener threw, without what Spring wraps it in. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof ListenerExecutionFailedException && cause != null ? cause : failure;
    }

    @SuppressWarnings("NullAway") // Spring's interfaces do not say that what is absent is null
    private void invoke(
            ConsumerRecord<Object, Object> accepted,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        switch (delegateType) {
            case ACKNOWLEDGING_CONSUMER_AWARE -> delegate.onMessage(accepted, acknowledgment, consumer);
            case ACKNOWLEDGING -> delegate.onMessage(accepted, acknowledgment);
            case CONSUMER_AWARE -> delegate.onMessage(accepted, consumer);
            case SIMPLE -> delegate.onMessage(accepted);
        }
    }

    @Override
    public void onMessage(ConsumerRecord<Object, Object> original) {
        onMessage(original, null, null);
    }

    @Override
    public void onMessage(ConsumerRecord<Object, Object> original, @Nullable Acknowledgment acknowledgment) {
        onMessage(original, acknowledgment, null);
    }

    @Override
    public void onMessage(ConsumerRecord<Object, Object> original, @Nullable Consumer<?, ?> consumer) {
        onMessage(original, null, consumer);
    }
}
