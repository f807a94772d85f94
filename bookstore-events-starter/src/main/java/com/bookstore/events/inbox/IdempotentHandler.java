package com.bookstore.events.inbox;

import com.bookstore.events.listening.HandlerGuard.Handler;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventRecorder.SkipReason;
import com.bookstore.events.observability.LogFields;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.support.Acknowledgment;

/** Hands a listener the events it has not handled, in the transaction that notes them. */
final class IdempotentHandler implements Handler {

    private static final Logger log = LoggerFactory.getLogger(IdempotentHandler.class);

    /** Causes may go round in a circle. */
    private static final int MAX_CAUSES = 50;

    private final String consumer;
    private final InboxTransactions transactions;
    private final Handler handler;
    private final EventRecorder recorder;

    IdempotentHandler(String consumer, InboxTransactions transactions, Handler handler, EventRecorder recorder) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.handler = handler;
        this.recorder = recorder;
    }

    @Override
    public void handle(
            List<ConsumerRecord<Object, Object>> records,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> kafka) {
        Attempt attempt;
        try {
            attempt = transactions.run(() -> new Attempt(records, acknowledgment), consumer, handler, kafka);
        } catch (RuntimeException failure) {
            throw records.size() > 1 && namesARecord(failure) ? new BatchRolledBackException(failure) : failure;
        }
        attempt.duplicates().forEach(this::skipped);
        attempt.acknowledge();
    }

    private static boolean namesARecord(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof BatchListenerFailedException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private void skipped(ConsumerRecord<Object, Object> duplicate) {
        recorder.skipped(duplicate.topic(), SkipReason.DUPLICATE);
        if (log.isDebugEnabled()) {
            LogFields.record(log.atDebug(), duplicate)
                    .log(
                            "{}-{}@{} is skipped: '{}' has handled its event",
                            duplicate.topic(),
                            duplicate.partition(),
                            duplicate.offset(),
                            consumer);
        }
    }
}
