package com.bookstore.events.topic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The topics of the bookstore's own events and of dead letters. */
final class ShippedTopics {

    static final String DEAD_LETTERS = "dead-letter-queue";

    /** Room for a record at the default limit of 1 MiB together with the headers that tell why it is dead. */
    private static final int DEAD_LETTER_MAX_BYTES = 4 * 1024 * 1024;

    private ShippedTopics() {}

    static Map<String, TopicSettings> settings() {
        Map<String, TopicSettings> topics = new LinkedHashMap<>();
        topics.put("book-events", TopicSettings.shipped(3, Duration.ofDays(7), "snappy"));
        topics.put("order-events", TopicSettings.shipped(3, Duration.ofDays(30), null));
        topics.put("inventory-events", TopicSettings.shipped(3, null, null));
        topics.put("user-events", TopicSettings.shipped(3, null, null));
        topics.put(
                DEAD_LETTERS,
                TopicSettings.shipped(1, Duration.ofDays(90), null)
                        .withConfig("max.message.bytes", Integer.toString(DEAD_LETTER_MAX_BYTES)));
        return topics;
    }
}
