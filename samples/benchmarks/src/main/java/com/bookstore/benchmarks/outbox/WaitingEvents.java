package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.measuring.KeyChains;
import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.events.DomainEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Events as the starter has stored them, ten of a key one behind the other, kept beside the outbox: each round begins with a
 * copy of them in it.
 */
final class WaitingEvents {

    private static final String STORED = "id, aggregatetype, aggregateid, type, headers, payload, partition_no";
    private static final String KEPT = "outbox_waiting";
    static final int OF_A_KEY = 10;
    private static final int AT_ONCE = 500;

    private final OutboxService outbox;
    private final int events;
    private final List<Stored> stored;

    WaitingEvents(OutboxService outbox, int events) {
        this.outbox = outbox;
        this.events = events;
        int keys = Math.max(1, events / OF_A_KEY);
        for (int from = 0; from < events; from += AT_ONCE) {
            List<DomainEvent> some = new ArrayList<>();
            for (int i = from; i < Math.min(events, from + AT_ONCE); i++) {
                some.add(outbox.service().books().get(i % keys).event());
            }
            outbox.transactions()
                    .executeWithoutResult(status -> outbox.publisher().publishAll(some));
        }
        outbox.database().execute("CREATE TABLE %s AS SELECT * FROM %s".formatted(KEPT, OutboxService.TABLE));
        this.stored = stored(outbox);
    }

    private static List<Stored> stored(OutboxService outbox) {
        List<Stored> stored = new ArrayList<>();
        try (Connection connection = outbox.database().connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(1_000);
                try (ResultSet rows =
                        statement.executeQuery("SELECT aggregateid, payload FROM %s ORDER BY seq".formatted(KEPT))) {
                    while (rows.next()) {
                        stored.add(new Stored(rows.getString(1).intern(), KeyChains.checksum(rows.getBytes(2))));
                    }
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return stored;
    }

    int events() {
        return events;
    }

    /** Has all of them wait, one copy behind the other, and an empty topic. */
    void fill(int copies) {
        outbox.database().empty(OutboxService.TABLE);
        for (int i = 0; i < copies; i++) {
            outbox.database()
                    .execute("INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s ORDER BY seq"
                            .formatted(OutboxService.TABLE, STORED, KEPT));
        }
        outbox.database().analyze(OutboxService.TABLE);
        outbox.database().settle();
        outbox.service().topic().clear();
    }

    /** Checks that none waits, and that each is on the topic once, unchanged, those of a key in their order. */
    void verify(int copies) {
        outbox.verifyWaiting(0);
        KeyChains expected = new KeyChains();
        for (int i = 0; i < copies; i++) {
            stored.forEach(event -> expected.add(event.key(), event.checksum()));
        }
        KeyChains found = new KeyChains();
        outbox.service()
                .topic()
                .read((key, value) -> found.add(new String(key, StandardCharsets.UTF_8), KeyChains.checksum(value)));
        Tally.Count count = found.count();
        if (!count.equals(expected.count())) {
            throw new LostEventsException("the topic, key by key,", expected.count(), count);
        }
    }

    private record Stored(String key, long checksum) {}
}
