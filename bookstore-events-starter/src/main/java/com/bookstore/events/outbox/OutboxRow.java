package com.bookstore.events.outbox;

import org.jspecify.annotations.Nullable;

/** An event that is about to be a row of the table. */
@SuppressWarnings("ArrayRecordComponent") // rows are compared by nobody
record OutboxRow(String eventId, String topic, String key, String type, @Nullable String headers, byte[] payload) {

    /** Which partition of the outbox it belongs to; keys that differ in their last characters only, as numbers do, are spread. */
    int partition() {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash >>> (Integer.SIZE - OutboxTables.PARTITION_BITS);
    }
}
