package com.bookstore.events.outbox.crash;

import org.jspecify.annotations.Nullable;

/** What is wrong with an event. */
enum Poison {
    NONE(0, null, false),
    /** Larger than the producer and the broker take. */
    TOO_LARGE(1_200_000, null, true),
    /** Its topic cannot be. */
    IMPOSSIBLE_TOPIC(0, "no topic!", true),
    /** Its topic is not there yet. */
    UNKNOWN_TOPIC(0, "outbox-crash-later", false);

    private final int size;
    private final @Nullable String topic;
    private final boolean parked;

    Poison(int size, @Nullable String topic, boolean parked) {
        this.size = size;
        this.topic = topic;
        this.parked = parked;
    }

    String note() {
        return "x".repeat(size);
    }

    @Nullable
    String topic() {
        return topic;
    }

    /** Whether it is refused for good. */
    boolean isParked() {
        return parked;
    }
}
