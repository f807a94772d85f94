package com.bookstore.events.outbox;

import org.jspecify.annotations.Nullable;

/** An event as it is in the table. */
@SuppressWarnings("ArrayRecordComponent") // rows are compared by nobody
record OutboxRow(
        long sequence,
        int partition,
        String eventId,
        String topic,
        String key,
        String type,
        @Nullable String headers,
        byte[] payload) {

    static final int PARTITIONS = 64;

    /** A row that is not in the table yet. */
    static OutboxRow of(
            String eventId, String topic, String key, String type, @Nullable String headers, byte[] payload) {
        return new OutboxRow(0, partitionOf(key), eventId, topic, key, type, headers, payload);
    }

    /** Spreads keys that differ in their last characters only, as numbers do. */
    static int partitionOf(String key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash >>> 26;
    }

    /** Roughly what it takes in memory. */
    int size() {
        return payload.length + 2 * key.length() + 200;
    }
}
