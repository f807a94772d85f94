package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.measuring.Comparison;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import java.util.HashMap;
import java.util.Map;

/** The relay while much waits, against the same relay while little does. */
public final class OutboxBacklog {

    private OutboxBacklog() {}

    /**
     * Compares the first events of a round, behind which others wait or not.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events are measured
     * @param filled how many events wait at the start of our rounds, these included
     * @return the comparison
     */
    public static Comparison open(String bootstrapServers, int events, int filled) {
        PostgresDatabase database = PostgresDatabase.create();
        OutboxService outbox = OutboxService.start(bootstrapServers, database, RelayedCount.class);
        WaitingEvents waiting = new WaitingEvents(outbox, events);
        int copies = Math.max(1, filled / events);
        RelayContender behind = new RelayContender(
                "the first of %,d that wait".formatted((long) copies * events), outbox, waiting, copies);
        RelayContender alone = new RelayContender("%,d that wait".formatted(events), outbox, waiting, 1);
        database.forgetStatements();
        return new Comparison(
                behind,
                alone,
                outbox.settings(),
                () -> {
                    Map<String, String> remarks = new HashMap<>(database.statements());
                    remarks.put("all of those that wait", behind.wholeRate());
                    return remarks;
                },
                outbox::close);
    }
}
