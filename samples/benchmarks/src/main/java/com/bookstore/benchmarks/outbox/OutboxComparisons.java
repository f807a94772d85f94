package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.measuring.Comparison;
import com.bookstore.benchmarks.servers.Database;
import com.bookstore.benchmarks.servers.MariaDatabase;
import com.bookstore.benchmarks.servers.PostgresDatabase;

/** The relay with its defaults against other ways to get waiting events to Kafka. */
public final class OutboxComparisons {

    private static final String OURS = "the starter's relay";

    private OutboxComparisons() {}

    /**
     * Compares with a loop by hand, on PostgreSQL.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events wait at the start of a round
     * @return the comparison
     */
    public static Comparison hand(String bootstrapServers, int events) {
        return hand(bootstrapServers, events, PostgresDatabase.create(), HandRelay.Deletion.ARRAY);
    }

    /**
     * Compares with a loop by hand, on MariaDB.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events wait at the start of a round
     * @return the comparison
     */
    public static Comparison mariaDb(String bootstrapServers, int events) {
        return hand(bootstrapServers, events, MariaDatabase.create(), HandRelay.Deletion.LIST);
    }

    private static Comparison hand(
            String bootstrapServers, int events, Database database, HandRelay.Deletion deletion) {
        OutboxService outbox = OutboxService.start(bootstrapServers, database, RelayedCount.class);
        WaitingEvents waiting = new WaitingEvents(outbox, events);
        database.forgetStatements();
        return new Comparison(
                new RelayContender(OURS, outbox, waiting, 1),
                new HandRelay(outbox, waiting, deletion),
                outbox.settings(),
                database::statements,
                outbox::close);
    }
}
