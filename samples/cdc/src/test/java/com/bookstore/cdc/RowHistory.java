package com.bookstore.cdc;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the topic tells of rows whose stock was counted up one by one, from 0: at least once, and in order. After a crash
 * the connector goes back to where it had last stored its position, so numbers may come again, but none is left out.
 */
final class RowHistory {

    private final Map<Long, Integer> previous = new TreeMap<>();
    private final Map<Long, Integer> last = new TreeMap<>();
    private int repeated;

    /** Reads changes in the order of the topic; those of a row are in one partition. */
    static RowHistory of(List<Change> changes) {
        var history = new RowHistory();
        changes.forEach(history::add);
        return history;
    }

    private void add(Change change) {
        int stock = change.after().get("stock").asInt();
        int before = previous.getOrDefault(change.id(), -1);
        if (stock > before + 1) {
            throw new AssertionError("Row %d: %d follows after %d".formatted(change.id(), stock, before));
        }
        if (stock <= last.getOrDefault(change.id(), -1)) {
            repeated++;
        }
        previous.put(change.id(), stock);
        last.merge(change.id(), stock, Math::max);
    }

    /** The last state of each row. */
    Map<Long, Integer> last() {
        return last;
    }

    /** How many changes were seen before. */
    int repeated() {
        return repeated;
    }
}
