package com.bookstore.events.outbox.crash;

import com.bookstore.events.outbox.crash.OutboxTopic.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what was committed in a run with what is in the topic. Each violation begins with the letter of what must hold:
 * L no loss, G nothing that was rolled back, O the first deliveries of an account in the order of its numbers; or with what is
 * wrong in the outbox's tables.
 */
final class OutboxVerdict {

    private final List<Committed> committed;
    private final List<Stored> topic;
    private final Set<String> parked;
    private final List<String> violations = new ArrayList<>();

    /**
     * Compares.
     *
     * @param committed what the business transactions of the run wrote
     * @param topic the run's records
     * @param parked ids of the events that are set aside
     */
    OutboxVerdict(List<Committed> committed, List<Stored> topic, Set<String> parked) {
        this.committed = committed;
        this.topic = topic;
        this.parked = parked;
    }

    List<String> violations(int left) {
        if (left > 0) {
            violations.add("L: " + left + " events are still in the table");
        }
        if (committed.isEmpty()) {
            violations.add("nothing was committed");
        }
        checkPresence();
        checkOrder();
        return violations;
    }

    private void checkPresence() {
        Set<String> there = new HashSet<>();
        topic.forEach(stored -> there.add(stored.eventId()));
        Set<String> expected = new HashSet<>();
        for (Committed event : committed) {
            expected.add(event.eventId());
            boolean isParked = parked.contains(event.eventId());
            if (isParked != event.poison().isParked()) {
                violations.add("parked: " + event + " is " + (isParked ? "" : "not ") + "set aside");
            } else if (!isParked && event.poison() == Poison.NONE && !there.contains(event.eventId())) {
                violations.add("L: is not in the topic: " + event);
            }
        }
        topic.stream()
                .filter(stored -> !expected.contains(stored.eventId()))
                .forEach(stored -> violations.add("G: was never committed: " + stored));
    }

    /** Repetitions are allowed, of the same event. */
    private void checkOrder() {
        Map<String, Integer> last = new LinkedHashMap<>();
        Map<String, String> seen = new HashMap<>();
        for (Stored stored : topic) {
            String name = stored.account() + "/" + stored.number();
            String before = seen.putIfAbsent(name, stored.eventId());
            if (before == null) {
                int previous = last.getOrDefault(stored.account(), 0);
                if (stored.number() < previous) {
                    violations.add("O: " + stored + " comes after number " + previous);
                }
                last.put(stored.account(), Math.max(previous, stored.number()));
            } else if (!before.equals(stored.eventId())) {
                violations.add("D: has two event ids: " + name);
            }
        }
    }

    /** How many records are repetitions. */
    int repetitions() {
        return topic.size()
                - (int) topic.stream().map(Stored::eventId).distinct().count();
    }

    /** An event that a business transaction wrote. */
    record Committed(String eventId, String account, int number, Poison poison) {}
}
