package com.bookstore.events.cdc;

import com.bookstore.events.cdc.ChangeTable.Translated;
import com.bookstore.events.cdc.change.RowChange;
import com.bookstore.events.cdc.change.Snapshot;
import com.bookstore.events.observability.EventRecorder;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What was seen last of each table, for the health and the meters. Thread-safe. */
final class ChangeStatus {

    private final EventRecorder recorder;
    private final Clock clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Map<String, Stuck> stuck = new ConcurrentHashMap<>();
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
    void done(String table, Translated translated) {
        if (!stuck.isEmpty()) {
            stuck.remove(table);
        }
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

    /** A record of a table is to be tried again. */
    void stuck(String table, RuntimeException cause) {
        stuck.merge(
                table,
                new Stuck(cause.getClass().getName(), clock.instant()),
                (first, now) -> new Stuck(now.cause, first.since));
    }

    /** When something came from a connector last, or when the application was started. */
    Instant lastSign() {
        return lastSign;
    }

    Map<String, Seen> seen() {
        return new TreeMap<>(seen);
    }

    Map<String, Stuck> stuck() {
        return new TreeMap<>(stuck);
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
     * Why a table does not go on.
     *
     * @param cause the class of the exception
     * @param since since when
     */
    record Stuck(String cause, Instant since) {}
}
