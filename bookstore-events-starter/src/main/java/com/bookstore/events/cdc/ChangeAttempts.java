package com.bookstore.events.cdc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts the attempts at the change that each partition waits for. The container's own count begins anew whenever a poll that
 * brings only other partitions succeeds: a change that always fails would never become a dead letter.
 */
final class ChangeAttempts {

    private final int most;
    private final Map<TopicPartition, Attempts> counts = new ConcurrentHashMap<>();

    ChangeAttempts(int maxRetries) {
        this.most = maxRetries + 1;
    }

    /** Counts a failure, and tells whether it was the last one. */
    boolean areUsedUp(ConsumerRecord<?, ?> failed) {
        Attempts now = counts.merge(
                new TopicPartition(failed.topic(), failed.partition()),
                new Attempts(failed.offset(), 1),
                (last, first) -> last.offset == first.offset ? new Attempts(last.offset, last.count + 1) : first);
        return now.count >= most;
    }

    private record Attempts(long offset, int count) {}
}
