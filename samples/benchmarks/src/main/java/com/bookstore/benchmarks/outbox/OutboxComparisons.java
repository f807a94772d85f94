package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.measuring.Comparison;
import com.bookstore.benchmarks.servers.Database;
import com.bookstore.benchmarks.servers.MariaDatabase;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import java.util.Map;
import java.util.function.BiFunction;

/** The relay with its defaults against other ways to get waiting events to Kafka. */
public final class OutboxComparisons {

    private static final String OURS = "the starter's relay";

    /** The others are slower: fewer events make a round of theirs as long. */
    private static final int FEWER = 20;

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

    /**
     * Compares with Namastack Outbox.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events wait at the start of our rounds; the other's have a twentieth
     * @return the comparison
     */
    public static Comparison namastack(String bootstrapServers, int events) {
        return other(bootstrapServers, events, NamastackOutbox::start);
    }

    /**
     * Compares with Spring Modulith.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events wait at the start of our rounds; the other's have a twentieth
     * @return the comparison
     */
    public static Comparison modulith(String bootstrapServers, int events) {
        return other(bootstrapServers, events, ModulithOutbox::start);
    }

    private static Comparison other(
            String bootstrapServers, int events, BiFunction<OutboxService, PlainEvents, OtherOutbox> start) {
        PostgresDatabase database = PostgresDatabase.create();
        OutboxService outbox = OutboxService.start(bootstrapServers, database, RelayedCount.class);
        WaitingEvents waiting = new WaitingEvents(outbox, events);
        OtherOutbox other = start.apply(outbox, new PlainEvents(outbox.service(), Math.max(1, events / FEWER)));
        Map<String, String> settings = outbox.settings();
        settings.putAll(other.settings());
        database.forgetStatements();
        return new Comparison(
                new RelayContender(OURS, outbox, waiting, 1), other, settings, database::statements, () -> {
                    other.close();
                    outbox.close();
                });
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
