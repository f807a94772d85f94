package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.kafka.AutoConfigurations;
import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.servers.Database;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An outbox that a service could use instead of the starter's, in a service that does not know the starter. */
abstract class OtherOutbox implements Contender, AutoCloseable {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final String PRODUCER = "spring.kafka.producer.properties.";

    private final ConfigurableApplicationContext context;
    private final Database database;
    private final PlainEvents events;
    private final Map<String, String> settings;

    OtherOutbox(OutboxService outbox, PlainEvents events, Class<?> configuration, Map<String, String> settings) {
        this.database = outbox.database();
        this.events = events;
        this.settings = settings;
        Map<String, Object> properties = new HashMap<>(settings);
        producerSettings(outbox.service()).forEach((name, value) -> properties.put(PRODUCER + name, value));
        properties.put("spring.kafka.bootstrap-servers", properties.get(PRODUCER + "bootstrap.servers"));
        this.context = new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(properties)
                .run();
    }

    /** The same as the starter's, but for what helps who waits for each answer: no linger time. */
    private static Map<String, Object> producerSettings(BenchmarkService service) {
        Map<String, Object> settings = service.producerSettings();
        settings.put("linger.ms", 0);
        settings.replaceAll((name, value) -> value instanceof Iterable<?> many ? joined(many) : value.toString());
        return settings;
    }

    private static String joined(Iterable<?> values) {
        StringBuilder joined = new StringBuilder();
        values.forEach(value -> joined.append(joined.isEmpty() ? "" : ",").append(value));
        return joined.toString();
    }

    /** What a service has that uses only this one. */
    static String without(String other) {
        return AutoConfigurations.in(AutoConfigurations.STARTER, other);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    void publish(Object event) {
        context.publishEvent(event);
    }

    PlainEvents events() {
        return events;
    }

    Database database() {
        return database;
    }

    TransactionTemplate transactions() {
        return new TransactionTemplate(bean(PlatformTransactionManager.class));
    }

    /** Waits until a table is empty, and gives up after a while: what is missing is found afterwards. */
    void awaitEmpty(String table) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String sql = "SELECT COUNT(*) FROM (SELECT 1 FROM %s LIMIT 1) one".formatted(table);
        while (database.number(sql) > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    Map<String, String> settings() {
        Map<String, String> ordered = new TreeMap<>(settings);
        ordered.remove("spring.autoconfigure.exclude");
        return Map.of("the other's settings", ordered.toString(), "the other's events a round", "" + events.events());
    }

    @Override
    public void close() {
        context.close();
    }
}
