package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.outbox.relay.JdbcRelayTable.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OneOfEachKeyTests {

    private static final Read READ = new Read(Set.of(1), Set.of(), List.of(), 100, 1_000_000);

    private final AtomicLong now = new AtomicLong();
    private final OneOfEachKey choice = new OneOfEachKey(now::get);
    private final List<RelayRow> stored = new ArrayList<>();
    private final List<List<Long>> lookedPast = new ArrayList<>();

    @Test
    void theOldestOfEachKeyAndTopic() {
        store("a", "b", "a", "b", "c");
        stored.add(new RelayRow(6, 1, "e-6", "orders", "a", "sold", null, new byte[] {1}));

        assertThat(chosen()).containsExactly(1L, 2L, 5L, 6L);
        assertThat(lookedPast).isEmpty();
    }

    @Test
    void keysWithManyEventsHoldNobodyElseUp() {
        storeMany(1_000, "hot");
        storeMany(1_000, "warm");
        store("cold", "warm", "hot", "cold");

        assertThat(chosen()).containsExactly(1L, 1_001L, 2_001L);
        assertThat(lookedPast).containsExactly(List.of(1L), List.of(1L, 1_001L));
    }

    @Test
    void looksPastThemNowAndThenOnly() {
        storeMany(1_000, "hot");
        store("cold");
        assertThat(chosen()).containsExactly(1L, 1_001L);

        assertThat(chosen()).containsExactly(1L);
        now.addAndGet(100);
        assertThat(chosen()).containsExactly(1L, 1_001L);
        assertThat(lookedPast).hasSize(2);
    }

    @Test
    void looksPastNobodyWhereThereAreKeysEnough() {
        for (int key = 0; key < 17; key++) {
            storeMany(100 / 17 + 1, "key-" + key);
        }

        assertThat(chosen()).hasSize(17);
        assertThat(lookedPast).isEmpty();
    }

    private List<Long> chosen() {
        return choice.of(oldest(READ), READ, this::lookPast).stream()
                .map(RelayRow::sequence)
                .toList();
    }

    private List<RelayRow> lookPast(Read read) {
        now.addAndGet(10);
        lookedPast.add(read.withoutKeysOf());
        return oldest(read);
    }

    private List<RelayRow> oldest(Read read) {
        List<String> without = stored.stream()
                .filter(row -> read.withoutKeysOf().contains(row.sequence()))
                .map(RelayRow::key)
                .toList();
        return stored.stream()
                .filter(row -> !without.contains(row.key()))
                .limit(read.rows())
                .toList();
    }

    private void storeMany(int count, String key) {
        for (int i = 0; i < count; i++) {
            store(key);
        }
    }

    private void store(String... keys) {
        for (String key : keys) {
            long sequence = stored.size() + 1;
            stored.add(new RelayRow(sequence, 1, "e-" + sequence, "books", key, "sold", null, new byte[] {1}));
        }
    }
}
