package com.bookstore.events.crash;

import com.bookstore.events.crash.CrashTopic.Stored;
import com.bookstore.events.crash.Ledger.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what was wanted in a run with what is in the topic and in the database. Each violation begins with the letter of
 * what must hold: L no loss, D no duplicate, O order, G nothing that nobody published.
 */
final class CrashVerdict {

    private final List<String> violations = new ArrayList<>();
    private final List<Entry> ledger;
    private final List<Stored> topic;
    private final List<CrashEvent> effects;

    /**
     * Compares.
     *
     * @param ledger the run's lines
     * @param topic the run's records
     * @param effects of the run, in the order in which they were written
     */
    CrashVerdict(List<Entry> ledger, List<Stored> topic, List<CrashEvent> effects) {
        this.ledger = ledger;
        this.topic = topic;
        this.effects = effects;
    }

    List<String> violations() {
        Map<String, List<String>> ids = new HashMap<>();
        topic.forEach(stored ->
                ids.computeIfAbsent(stored.name(), name -> new ArrayList<>()).add(stored.eventId()));
        Map<String, Integer> times = new HashMap<>();
        effects.forEach(effect -> times.merge(effect.name(), 1, Integer::sum));
        for (String name : named("intent")) {
            checkRecords(name, ids.getOrDefault(name, List.of()));
            checkEffects(name, times.getOrDefault(name, 0));
        }
        ledger.stream()
                .filter(entry -> entry.what().equals("ok"))
                .filter(entry -> !ids.getOrDefault(entry.subject(), List.of()).contains(entry.detail()))
                .forEach(entry -> violations.add("L: was told to be published, and is not there: " + entry));
        times.keySet().stream()
                .filter(name -> !ids.containsKey(name))
                .forEach(name -> violations.add("G: has an effect without a record: " + name));
        checkOrder();
        return violations;
    }

    private Set<String> named(String what) {
        Set<String> names = new HashSet<>();
        ledger.stream().filter(entry -> entry.what().equals(what)).forEach(entry -> names.add(entry.subject()));
        return names;
    }

    private void checkRecords(String name, List<String> ids) {
        if (ids.isEmpty()) {
            violations.add("L: is not in the topic: " + name);
        }
        if (new HashSet<>(ids).size() > 1) {
            violations.add("D: has " + new HashSet<>(ids).size() + " event ids: " + name);
        }
    }

    private void checkEffects(String name, int times) {
        if (times == 0) {
            violations.add("L: has no effect: " + name);
        } else if (times > 1) {
            violations.add("D: has " + times + " effects: " + name);
        }
    }

    /** The order in which the events of a key were stored first is that of their effects. */
    private void checkOrder() {
        Map<String, Set<String>> stored = new LinkedHashMap<>();
        topic.forEach(one -> stored.computeIfAbsent(one.account(), account -> new LinkedHashSet<>())
                .add(one.name()));
        Map<String, Set<String>> handled = new HashMap<>();
        effects.forEach(one -> handled.computeIfAbsent(one.account(), account -> new LinkedHashSet<>())
                .add(one.name()));
        stored.forEach((account, names) -> {
            List<String> expected = new ArrayList<>(names);
            Set<String> done = handled.getOrDefault(account, Collections.emptySet());
            expected.retainAll(done);
            if (!expected.equals(new ArrayList<>(done))) {
                violations.add("O: " + account + " was handled as " + done + " and is stored as " + names);
            }
        });
    }

    /** Where no attempt of an event ended unknown or in a crash, one record is all there may be. */
    List<String> repeatedRecords() {
        Set<String> unknown = named("unknown");
        Map<String, Integer> times = new HashMap<>();
        topic.forEach(stored -> times.merge(stored.name(), 1, Integer::sum));
        return times.entrySet().stream()
                .filter(count -> count.getValue() > 1 && !unknown.contains(count.getKey()))
                .map(count -> "D: has " + count.getValue() + " records: " + count.getKey())
                .toList();
    }
}
