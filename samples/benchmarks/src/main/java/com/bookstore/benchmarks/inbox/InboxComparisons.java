package com.bookstore.benchmarks.inbox;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.listening.ContainerListening;
import com.bookstore.benchmarks.listening.ListenContender;
import com.bookstore.benchmarks.listening.RawConsumers;
import com.bookstore.benchmarks.measuring.Comparison;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;

/** The listener with the inbox against a loop and an inbox of one's own. No handler writes to the database. */
public final class InboxComparisons {

    private InboxComparisons() {}

    /**
     * Compares listeners that take what was polled in one transaction.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison batch(String bootstrapServers, int events) {
        return compare(InboxListeners.BATCH, RawInbox::batch, bootstrapServers, events);
    }

    /**
     * Compares listeners that take each record in a transaction of its own.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison record(String bootstrapServers, int events) {
        return compare(InboxListeners.RECORD, RawInbox::each, bootstrapServers, events);
    }

    private static Comparison compare(
            String id, Function<RawInbox, RawConsumers.Handler> form, String bootstrapServers, int events) {
        PostgresDatabase database = PostgresDatabase.create();
        BenchmarkService service = service(bootstrapServers, database, "inbox");
        database.execute("CREATE TABLE %s (LIKE inbox INCLUDING ALL)".formatted(RawInbox.TABLE));
        Contender ours =
                typed("@IdempotentConsumer " + id, id, service, new InboxTable(database, "inbox"), false, events);
        RawInbox byHand = new RawInbox(service.bean(DataSource.class));
        RawConsumers consumers = new RawConsumers(
                service.consumerSettings(),
                RawInbox.GROUP,
                ContainerListening.of(service, id).threads(),
                form.apply(byHand));
        Contender theirs = new ListenContender(
                "poll, parse, insert, commit", RawInbox.GROUP, consumers, byHand.tally(), service, events);
        return new Comparison(
                ours,
                new InboxContender(
                        theirs, RawInbox.GROUP, service, new InboxTable(database, RawInbox.TABLE), false, events),
                settings(service, database, id),
                database::statements,
                () -> {
                    service.close();
                    database.close();
                });
    }

    static BenchmarkService service(String bootstrapServers, PostgresDatabase database, String table) {
        Map<String, String> properties = new HashMap<>(database.properties());
        properties.put("bookstore.events.inbox.initialize-schema", "always");
        properties.put("bookstore.events.inbox.table", table);
        return BenchmarkService.start(bootstrapServers, properties, InboxListeners.class);
    }

    static Contender typed(
            String name, String id, BenchmarkService service, InboxTable table, boolean grows, int events) {
        ListenContender reading = new ListenContender(
                name,
                id,
                ContainerListening.of(service, id),
                service.bean(InboxListeners.class).tally(),
                service,
                events);
        return new InboxContender(reading, id, service, table, grows, events);
    }

    static Map<String, String> settings(BenchmarkService service, PostgresDatabase database, String id) {
        Map<String, String> settings = database.settings();
        settings.put("consumer settings", BenchmarkService.text(service.consumerSettings()));
        settings.put("event", service.books().averageBytes() + " bytes");
        settings.put(
                "consumer threads",
                Integer.toString(ContainerListening.of(service, id).threads()));
        settings.put("handlers", "add up what they are given, and write nothing");
        return settings;
    }
}
