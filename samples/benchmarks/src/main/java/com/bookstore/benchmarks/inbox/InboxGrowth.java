package com.bookstore.benchmarks.inbox;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.Comparison;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import java.util.Map;

/** The batch listener with an inbox that holds much, against the same listener with an empty one. */
public final class InboxGrowth {

    private static final String GROWN = "inbox_grown";
    private static final String EMPTY = "inbox_empty";

    private InboxGrowth() {}

    /**
     * Fills the inbox. What the rounds add to it stays there.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @param filled how many rows the inbox has beforehand, all of the same consumer
     * @return the comparison
     */
    public static Comparison open(String bootstrapServers, int events, int filled) {
        PostgresDatabase database = PostgresDatabase.create();
        BenchmarkService grown = InboxComparisons.service(bootstrapServers, database, GROWN);
        BenchmarkService empty = InboxComparisons.service(bootstrapServers, database, EMPTY);
        InboxTable table = new InboxTable(database, GROWN);
        table.fill(InboxListeners.BATCH, filled);
        Map<String, String> settings = InboxComparisons.settings(grown, database, InboxListeners.BATCH);
        settings.put("filled", table.size());
        database.forgetStatements();
        return new Comparison(
                InboxComparisons.typed(
                        "inbox of %,d rows".formatted(filled), InboxListeners.BATCH, grown, table, true, events),
                InboxComparisons.typed(
                        "empty inbox", InboxListeners.BATCH, empty, new InboxTable(database, EMPTY), false, events),
                settings,
                database::statements,
                () -> {
                    grown.close();
                    empty.close();
                    database.close();
                });
    }
}
