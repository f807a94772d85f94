package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.kafka.AutoConfigurations;
import com.bookstore.benchmarks.kafka.BookTopic;
import com.bookstore.benchmarks.kafka.PlainBookCreated;
import com.bookstore.benchmarks.measuring.Meter;
import com.bookstore.benchmarks.measuring.Sample;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.modulith.events.EventExternalizationConfiguration;
import org.springframework.modulith.events.RoutingTarget;

/**
 * Spring Modulith's registry of event publications with externalisation to Kafka. Events are sent one by one after the commit
 * that they belong to, from a pool of threads; what waits in its table is only what failed before, and is read and marked at
 * its resubmission, which makes that slower. So its round is the steady path: from the first of the transactions that publish,
 * 100 events in each, until each event is acknowledged and its row deleted. Few transactions cost it little; with one for each
 * event it would take longer.
 */
final class ModulithOutbox extends OtherOutbox {

    private static final String TABLE = "modulith.event_publication";
    private static final int IN_A_TRANSACTION = 100;

    private ModulithOutbox(OutboxService outbox, PlainEvents events, Map<String, String> settings) {
        super(outbox, events, Configuration.class, settings);
    }

    static ModulithOutbox start(OutboxService outbox, PlainEvents events) {
        Map<String, String> settings = new HashMap<>(tuned());
        settings.putAll(((PostgresDatabase) outbox.database()).properties("modulith"));
        settings.put("spring.autoconfigure.exclude", without(AutoConfigurations.NAMASTACK));
        return new ModulithOutbox(outbox, events, settings);
    }

    /**
     * Completed publications are deleted, which leaves the table small:
     * https://docs.spring.io/spring-modulith/reference/events.html#publication-registry.completion. Listeners run on Boot's
     * executor, here with more threads than its 8, and a connection for each.
     */
    private static Map<String, String> tuned() {
        return Map.of(
                "spring.modulith.events.jdbc.schema-initialization.enabled", "true",
                "spring.modulith.events.completion-mode", "delete",
                "spring.task.execution.pool.core-size", "16",
                "spring.datasource.hikari.maximum-pool-size", "32");
    }

    @Override
    public String name() {
        return "Spring Modulith";
    }

    @Override
    public Sample run() {
        database().empty(TABLE);
        database().settle();
        events().service().topic().clear();
        Meter meter = Meter.start();
        publish();
        awaitEmpty(TABLE);
        Sample sample = meter.stop(events().events());
        events().verify();
        return sample;
    }

    private void publish() {
        for (int from = 0; from < events().events(); from += IN_A_TRANSACTION) {
            int first = from;
            int end = Math.min(events().events(), from + IN_A_TRANSACTION);
            transactions().executeWithoutResult(status -> {
                for (int i = first; i < end; i++) {
                    publish(events().get(i));
                }
            });
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Configuration {

        @Bean
        EventExternalizationConfiguration eventExternalizationConfiguration() {
            return EventExternalizationConfiguration.externalizing()
                    .selectByType(PlainBookCreated.class)
                    .route(PlainBookCreated.class, event -> RoutingTarget.forTarget(BookTopic.NAME)
                            .andKey(PlainEvents.key(event)))
                    .build();
        }
    }
}
