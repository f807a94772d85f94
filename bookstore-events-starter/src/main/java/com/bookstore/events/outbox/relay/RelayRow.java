package com.bookstore.events.outbox.relay;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A stored event. */
@SuppressWarnings("ArrayRecordComponent") // rows are compared by nobody
record RelayRow(
        long sequence,
        int partition,
        String eventId,
        String topic,
        String key,
        String type,
        @Nullable String headers,
        byte[] payload) {

    /** As Kafka's own rule has it. */
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** What an event takes besides its texts and what it carries, roughly. */
    static final int OVERHEAD = 200;

    /** What an event carries that is not read yet. */
    static final byte[] LEFT_OUT = {};

    /** Whether there can be a topic of this name; it is safe to be written into SQL. */
    static boolean isTopic(String name) {
        return TOPIC.matcher(name).matches();
    }

    /** Whether it is still to be read. */
    boolean isLeftOut() {
        return payload == LEFT_OUT;
    }

    /** Roughly what it takes in memory. */
    int size() {
        int texts = key.length() + (headers == null ? 0 : headers.length());
        return payload.length + 2 * texts + OVERHEAD;
    }
}
