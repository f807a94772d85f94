package com.bookstore.events.cdc;

import com.bookstore.events.cdc.ChangeTable.Translated;
import com.bookstore.events.cdc.change.RowChange;
import com.bookstore.events.cdc.change.Snapshot;
import com.bookstore.events.observability.EventRecorder;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What was seen last of each table, for the health and the meters. Thread-safe. */
final class ChangeStatus {

    private final EventRecorder recorder;
    private final Clock clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Stuck> stuck = new ConcurrentHashMap<>();
    private final Map<Thread, Instant> busy = new ConcurrentHashMap<>();
    private volatile Instant lastSign;

    ChangeStatus(EventRecorder recorder, Clock clock) {
        this.recorder = recorder;
        this.clock = clock;
        this.lastSign = clock.instant();
        recorder.connectorAlive();
    }

    /** Something came from a connector. */
    void alive() {
        lastSign = clock.instant();
        recorder.connectorAlive();
    }

    /** A record of a table is dealt with, and its events are published if it has any. */
    void done(TopicPartition partition, String table, Translated translated) {
        settled(partition);
        RowChange<?> change = translated.change();
        if (change == null) {
            return;
        }
        Instant now = clock.instant();
        boolean snapshot = change.snapshot() == Snapshot.ROW;
        long lag = Math.max(0, now.toEpochMilli() - change.timestamp().toEpochMilli());
        seen.put(table, new Seen(change.position().text(), change.timestamp(), now, lag, snapshot));
        recorder.changeSeen(table, change.position().number(), snapshot);
        if (translated.skip() == null) {
            recorder.changePublished(
                    table, change.operation().name(), translated.events().size(), lag);
        }
    }

    /** A record is dealt with, or is a dead letter; what is behind it goes on. */
    void settled(TopicPartition partition) {
        if (!stuck.isEmpty()) {
            stuck.remove(partition);
        }
    }

    /** A record of a table is to be tried again. */
    void stuck(TopicPartition partition, String table, RuntimeException cause) {
        stuck.merge(
                partition,
                new Stuck(table, cause.getClass().getName(), clock.instant()),
                (first, now) -> new Stuck(table, now.cause, first.since));
    }

    /** Others read these partitions now. */
    void forget(Collection<TopicPartition> partitions) {
        stuck.keySet().removeAll(partitions);
    }

    /** The current thread begins with a batch. */
    void begin() {
        alive();
        busy.put(Thread.currentThread(), lastSign);
    }

    /** The current thread is done with its batch. */
    void end() {
        busy.remove(Thread.currentThread());
    }

    /** Since when the longest batch is under way; {@code null} if none is. */
    @Nullable
    Instant busySince() {
        return busy.values().stream().min(Comparator.naturalOrder()).orElse(null);
    }

    /** When something came from a connector last, or when the application was started. */
    Instant lastSign() {
        return lastSign;
    }

    Map<String, Seen> seen() {
        return new TreeMap<>(seen);
    }

    /** By partition. */
    Map<String, Stuck> stuck() {
        Map<String, Stuck> sorted = new TreeMap<>();
        stuck.forEach((partition, why) -> sorted.put(partition.toString(), why));
        return sorted;
    }

    /**
     * What was seen last of a table.
     *
     * @param position where the change stands
     * @param timestamp when the database made it
     * @param at when it was dealt with
     * @param lagMillis how old it was then
     * @param snapshot whether a snapshot reads the table
     */
    record Seen(String position, Instant timestamp, Instant at, long lagMillis, boolean snapshot) {}

    /**
     * Why a partition does not go on.
     *
     * @param table the table
     * @param cause the class of the exception
     * @param since since when
     */
    record Stuck(String table, String cause, Instant since) {}
}
