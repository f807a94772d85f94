package com.bookstore.benchmarks.deadletter;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.Comparison;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import java.util.HashMap;
import java.util.Map;

/** A replay of stored dead letters against a loop that sends those on the dead-letter topic again. */
public final class DeadLetterReplay {

    private static final String PREFIX = "bookstore.events.dead-letter.";

    private DeadLetterReplay() {}

    /**
     * Opens the comparison.
     *
     * @param bootstrapServers where the broker is
     * @param events how many dead letters are replayed in a round
     * @return the comparison
     */
    public static Comparison open(String bootstrapServers, int events) {
        PostgresDatabase database = PostgresDatabase.create();
        Map<String, String> properties = new HashMap<>(database.properties());
        properties.put("spring.kafka.listener.auto-startup", "false");
        properties.put(PREFIX + "retry.max-retries", "0");
        properties.put(PREFIX + "store.enabled", "true");
        properties.put(PREFIX + "store.initialize-schema", "always");
        properties.put(PREFIX + "replay.max-records", Integer.toString(Math.max(10_000, events)));
        BenchmarkService service = BenchmarkService.start(bootstrapServers, properties, FailingListener.class);
        StoredLetters letters = new StoredLetters(service, database, bootstrapServers, events);
        Map<String, String> settings = database.settings();
        settings.put("dead letter", letters.averageBytes() + " bytes with its headers");
        settings.put("replay settings", "defaults, but for max-records");
        settings.put("replay's producer settings", BenchmarkService.text(HandReplay.producerSettings(service)));
        settings.put("consumer settings by hand", BenchmarkService.text(HandReplay.consumerSettings(service)));
        database.forgetStatements();
        return new Comparison(
                new ReplayContender(service, letters),
                new HandReplay(service, letters),
                settings,
                database::statements,
                () -> {
                    letters.close();
                    service.close();
                    database.close();
                });
    }
}
