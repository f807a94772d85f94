package com.bookstore.benchmarks.publishing;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.Comparison;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import com.bookstore.benchmarks.servers.RedisProcess;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.idempotent.IdempotentEventPublisher;
import java.io.Closeable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Publishing with an idempotency key, a new one for each event, against the same publication without a key. */
public final class IdempotentPublishComparisons {

    /** Fewer than may be under way by default, so that nothing waits for room. */
    private static final int IN_FLIGHT = 8_000;

    private static final String STORE = "bookstore.events.idempotency.";

    /** A stall of a busy machine is not to end a run; the default of 2 seconds publishes on, with keys unconfirmed. */
    private static final String TIMEOUT = "20s";

    private static final String DEADLINE = "60s";

    private IdempotentPublishComparisons() {}

    /**
     * Keeps the keys in Redis.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison redis(String bootstrapServers, int events) {
        RedisProcess redis = new RedisProcess();
        return compare(
                BenchmarkService.start(bootstrapServers, properties("redis", redis.properties())),
                new RedisKeys(redis),
                events,
                redis.settings(),
                redis::usage,
                redis::close);
    }

    /**
     * Keeps the keys in PostgreSQL.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison jdbc(String bootstrapServers, int events) {
        PostgresDatabase database = PostgresDatabase.create();
        return compare(
                BenchmarkService.start(bootstrapServers, properties("jdbc", database.properties())),
                new JdbcKeys(database),
                events,
                database.settings(),
                database::statements,
                database::close);
    }

    /**
     * Keeps the keys in Redis, against the same by hand.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison redisByHand(String bootstrapServers, int events) {
        RedisProcess redis = new RedisProcess();
        return againstHand(
                BenchmarkService.start(bootstrapServers, properties("redis", redis.properties())),
                new RedisKeys(redis),
                new HandRedis(redis),
                events,
                redis.settings(),
                redis::close);
    }

    /**
     * Keeps the keys in PostgreSQL, against the same by hand.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the comparison
     */
    public static Comparison jdbcByHand(String bootstrapServers, int events) {
        PostgresDatabase database = PostgresDatabase.create();
        return againstHand(
                BenchmarkService.start(bootstrapServers, properties("jdbc", database.properties())),
                new JdbcKeys(database),
                new HandJdbc(database),
                events,
                database.settings(),
                database::close);
    }

    private static Map<String, String> properties(String store, Map<String, String> connection) {
        Map<String, String> properties = new HashMap<>(connection);
        properties.put(STORE + "store", store);
        properties.put(STORE + "timeout", TIMEOUT);
        properties.put(STORE + "jdbc.initialize-schema", "always");
        properties.put("bookstore.events.publishing.idempotent.deadline", DEADLINE);
        return properties;
    }

    private static Comparison againstHand(
            BenchmarkService service,
            StoredKeys keys,
            HandStore hand,
            int events,
            Map<String, String> settings,
            Closeable store) {
        return new Comparison(
                new KeyedContender(keyed(service, events), keys, events),
                new KeyedContender(new HandContender(hand, service, events, IN_FLIGHT), hand, events),
                settings,
                () -> {
                    hand.close();
                    service.close();
                    store.close();
                });
    }

    private static PublishContender keyed(BenchmarkService service, int events) {
        IdempotentEventPublisher keyed = service.bean(IdempotentEventPublisher.class);
        AtomicLong number = new AtomicLong();
        return new PublishContender(
                "IdempotentEventPublisher",
                book -> keyed.publishAsync("order-" + number.incrementAndGet(), book.event()),
                service,
                events,
                IN_FLIGHT);
    }

    private static Comparison compare(
            BenchmarkService service,
            StoredKeys keys,
            int events,
            Map<String, String> storeSettings,
            Supplier<Map<String, String>> remarks,
            Closeable store) {
        EventPublisher plain = service.bean(EventPublisher.class);
        Publication withoutKey = book -> plain.publish(book.event());
        Map<String, String> settings = new TreeMap<>(storeSettings);
        settings.put("event", service.books().averageBytes() + " bytes");
        settings.put("store timeout", TIMEOUT);
        settings.put("publication deadline", DEADLINE);
        settings.put("events under way", Integer.toString(IN_FLIGHT));
        settings.put("producer settings", BenchmarkService.text(service.producerSettings()));
        return new Comparison(
                new KeyedContender(keyed(service, events), keys, events),
                new PublishContender("EventPublisher", withoutKey, service, events, IN_FLIGHT),
                settings,
                remarks,
                () -> {
                    service.close();
                    store.close();
                });
    }
}
