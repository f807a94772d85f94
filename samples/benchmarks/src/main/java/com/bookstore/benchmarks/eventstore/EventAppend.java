package com.bookstore.benchmarks.eventstore;

import com.bookstore.benchmarks.measuring.Comparison;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import java.util.Map;

/** Writers that append single events, each in a transaction of its own. */
public final class EventAppend {

    private static final String TABLE = "event_store";
    private static final int SPARE_CONNECTIONS = 2;
    private static final int FEW = 8;
    private static final int MANY = 32;

    private EventAppend() {}

    /**
     * Compares one writer with one that does so by hand.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison one(String bootstrapServers, int events) {
        return byHand(bootstrapServers, events, 1);
    }

    /**
     * Compares 8 writers with as many by hand.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison few(String bootstrapServers, int events) {
        return byHand(bootstrapServers, events, FEW);
    }

    /**
     * Compares 32 writers with as many by hand.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison many(String bootstrapServers, int events) {
        return byHand(bootstrapServers, events, MANY);
    }

    private static Comparison byHand(String bootstrapServers, int events, int writers) {
        PostgresDatabase database = PostgresDatabase.create();
        StoreService service = service(bootstrapServers, database, writers);
        EventTable other = service.table().copy("event_store_by_hand");
        Workers threads = new Workers(writers);
        AppendContender theirs = new AppendContender(
                "BEGIN, INSERT, COMMIT",
                new HandAppender(service, other),
                threads,
                service.books(),
                AppendContender.Plan.newStreams(writers),
                AppendContender.Table.emptied(other),
                events);
        Map<String, String> settings = settings(service, writers);
        settings.put("by hand", "the same statements, round trips and transactions");
        database.forgetStatements();
        return new Comparison(ours(service, threads, events), theirs, settings, database::statements, () -> {
            threads.close();
            service.close();
            database.close();
        });
    }

    /**
     * Compares 8 writers with as many of Axon Framework's.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison axon(String bootstrapServers, int events) {
        PostgresDatabase database = PostgresDatabase.create();
        StoreService service = service(bootstrapServers, database, FEW);
        AxonStore axon = AxonStore.create(service);
        Workers threads = new Workers(FEW);
        AppendContender theirs = new AppendContender(
                "Axon, JdbcEventStorageEngine",
                axon,
                threads,
                service.books(),
                AppendContender.Plan.newStreams(FEW),
                axon.table(),
                events);
        Map<String, String> settings = settings(service, FEW);
        settings.put("the other's settings", AxonStore.SETTINGS);
        database.forgetStatements();
        return new Comparison(ours(service, threads, events), theirs, settings, database::statements, () -> {
            threads.close();
            service.close();
            database.close();
        });
    }

    static StoreService service(String bootstrapServers, PostgresDatabase database, int writers) {
        return StoreService.start(bootstrapServers, database, TABLE, writers + SPARE_CONNECTIONS);
    }

    private static AppendContender ours(StoreService service, Workers writers, int events) {
        return new AppendContender(
                "EventStore.append",
                new StoreAppender(service.store()),
                writers,
                service.books(),
                AppendContender.Plan.newStreams(writers.count()),
                AppendContender.Table.emptied(service.table()),
                events);
    }

    private static Map<String, String> settings(StoreService service, int writers) {
        Map<String, String> settings = service.settings();
        settings.put("writers", "%d, with a connection each".formatted(writers));
        settings.put(
                "an append", "one event, ExpectedVersion.exactly(n), streams of %d events".formatted(Streams.EVENTS));
        settings.put(
                "sent for an append",
                "BEGIN with INSERT … RETURNING, COMMIT: 2 statements of SQL and BEGIN in 2 round trips, 1 transaction");
        return settings;
    }
}
