package com.bookstore.events.outbox.relay;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Topics that took no event a moment ago. Their events wait, so that those of other topics do not. Not thread-safe. */
final class UnavailableTopics {

    private static final Logger log = LoggerFactory.getLogger(UnavailableTopics.class);

    private final Duration delay;
    private final Map<String, Long> until = new HashMap<>();
    private final Set<String> warned = new HashSet<>();

    UnavailableTopics(Duration delay) {
        this.delay = delay;
    }

    /** The topics that are not to be tried now. */
    Set<String> names() {
        long now = System.nanoTime();
        until.values().removeIf(end -> end - now <= 0);
        return Set.copyOf(until.keySet());
    }

    void add(String topic, String reason) {
        until.put(topic, System.nanoTime() + delay.toNanos());
        if (warned.add(topic)) {
            log.warn("Events of topic '{}' wait in the outbox: {}", topic, reason);
        }
    }

    /** Notes that topics take events. */
    void reached(Collection<RelayRow> acknowledged) {
        if (!warned.isEmpty()) {
            for (RelayRow row : acknowledged) {
                if (warned.remove(row.topic())) {
                    log.info("Events of topic '{}' are relayed again", row.topic());
                }
            }
        }
    }
}
