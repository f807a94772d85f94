package com.bookstore.events.deadletter.replay;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventRecorder.DeadLetterOutcome;
import java.time.Clock;
import java.time.Duration;
import org.springframework.kafka.core.ProducerFactory;

/**
 * What every run works with.
 *
 * @param table where dead letters are
 * @param leases who replays what
 * @param topics where dead letters may go
 * @param producers makes producers
 * @param recorder is told of what was replayed
 * @param clock tells the time of what is noted
 * @param batchSize how many are on their way at once
 * @param sendTimeout how long to wait for them
 */
record ReplayParts(
        JdbcReplayTable table,
        JdbcReplayLeases leases,
        ReplayTopics topics,
        ProducerFactory<Object, Object> producers,
        EventRecorder recorder,
        Clock clock,
        int batchSize,
        Duration sendTimeout) {

    ReplayProducer producer(String run) {
        return new ReplayProducer(producers, run, sendTimeout);
    }

    void replayed(int count) {
        recorder.deadLettersClosed(DeadLetterOutcome.REPLAYED, count);
    }
}
