package com.bookstore.events.outbox.relay;

import com.bookstore.events.outbox.relay.JdbcRelayTable.Read;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Chooses the oldest event of each key: if it is refused, the others of its key have to wait. Where all that is read is of a
 * few keys, it looks past these now and then, so that others do not wait until the last of theirs is relayed. Not
 * thread-safe.
 */
final class OneOfEachKey {

    private static final int FEW = 16;

    private final LongSupplier nanoTime;
    private final Pace pastKeys;

    OneOfEachKey(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.pastKeys = new Pace(nanoTime);
    }

    /**
     * Chooses events.
     *
     * @param rows what was read
     * @param read how
     * @param table reads further
     * @return no two of one key; one is older than all others of its key that were there when it was read
     */
    List<RelayRow> of(List<RelayRow> rows, Read read, Function<Read, List<RelayRow>> table) {
        Set<List<String>> keys = new HashSet<>();
        List<RelayRow> chosen = new ArrayList<>();
        choose(rows, keys, chosen);
        if (chosen.size() <= FEW && read.isFilledBy(rows) && pastKeys.isDue()) {
            long start = nanoTime.getAsLong();
            List<RelayRow> further = rows;
            while (chosen.size() <= FEW && read.isFilledBy(further)) {
                // Not only behind the last row: a number may be committed late, and the oldest of a key comes first.
                further = table.apply(read.withoutKeysOf(chosen));
                choose(further, keys, chosen);
            }
            pastKeys.looked(start);
        }
        return chosen;
    }

    private static void choose(List<RelayRow> rows, Set<List<String>> keys, List<RelayRow> chosen) {
        for (RelayRow row : rows) {
            if (keys.add(List.of(row.topic(), row.key()))) {
                chosen.add(row);
            }
        }
    }
}
