package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.benchmarks.servers.Database;
import com.bookstore.events.outbox.OutboxEventPublisher;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A service on the starter with an outbox, which is configured by being switched on. Its relay stands still at first.
 *
 * @param service the service
 * @param database where its outbox is
 */
record OutboxService(BenchmarkService service, Database database) implements AutoCloseable {

    static final String TABLE = "outbox";

    private static final String PREFIX = "bookstore.events.outbox.";

    static OutboxService start(String bootstrapServers, Database database, Class<?>... beans) {
        return start(bootstrapServers, database, Map.of(), beans);
    }

    static OutboxService start(
            String bootstrapServers, Database database, Map<String, String> further, Class<?>... beans) {
        Map<String, String> properties = new HashMap<>(database.properties());
        properties.put(PREFIX + "enabled", "true");
        properties.put(PREFIX + "initialize-schema", "always");
        properties.putAll(further);
        OutboxService started =
                new OutboxService(BenchmarkService.start(bootstrapServers, properties, beans), database);
        started.relay().stop();
        return started;
    }

    /** The relay's lifecycle, as the context drives it. It takes its leases and its producer anew at each start. */
    SmartLifecycle relay() {
        return service.bean("outboxRelay", SmartLifecycle.class);
    }

    OutboxEventPublisher publisher() {
        return service.bean(OutboxEventPublisher.class);
    }

    TransactionTemplate transactions() {
        return new TransactionTemplate(service.bean(PlatformTransactionManager.class));
    }

    JdbcTemplate jdbc() {
        return service.bean(JdbcTemplate.class);
    }

    Map<String, String> settings() {
        Map<String, String> settings = database.settings();
        settings.put("event", service.books().averageBytes() + " bytes");
        settings.put("outbox settings", "defaults");
        settings.put("relay's producer settings", BenchmarkService.text(HandRelay.producerSettings(service)));
        return settings;
    }

    /** Checks how many events wait. */
    void verifyWaiting(long expected) {
        long found = database.number("SELECT COUNT(*) FROM " + TABLE);
        if (found != expected) {
            throw new LostEventsException("the table outbox", new Tally.Count(expected, 0), new Tally.Count(found, 0));
        }
    }

    @Override
    public void close() {
        service.close();
        database.close();
    }
}
