package com.bookstore.events.deadletter;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.RetryListener;

/** One line for each failed attempt; the stack trace comes once, with the dead letter. */
final class RetryLog implements RetryListener {

    private static final Logger log = LoggerFactory.getLogger(RetryLog.class);

    @Override
    public void failedDelivery(ConsumerRecord<?, ?> failed, @Nullable Exception failure, int attempt) {
        RecordLine.about(failed, log.atWarn())
                .log(
                        "Attempt {} to handle {}-{}@{} failed: {}",
                        attempt,
                        failed.topic(),
                        failed.partition(),
                        failed.offset(),
                        name(failure));
    }

    @Override
    public void failedDelivery(ConsumerRecords<?, ?> failed, @Nullable Exception failure, int attempt) {
        log.warn("Attempt {} to handle a batch of {} records failed: {}", attempt, failed.count(), name(failure));
    }

    private static String name(@Nullable Exception failure) {
        return failure == null ? "unknown" : Cause.of(failure).getClass().getName();
    }
}
