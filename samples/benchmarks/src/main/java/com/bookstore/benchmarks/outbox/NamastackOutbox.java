package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.kafka.AutoConfigurations;
import com.bookstore.benchmarks.kafka.BookTopic;
import com.bookstore.benchmarks.kafka.PlainBookCreated;
import com.bookstore.benchmarks.measuring.Meter;
import com.bookstore.benchmarks.measuring.Sample;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import io.namastack.outbox.Outbox;
import io.namastack.outbox.OutboxProcessingScheduler;
import io.namastack.outbox.handler.OutboxHandler;
import io.namastack.outbox.handler.OutboxRecordMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Namastack Outbox: each record is handled by itself, those of a key one after the other. Waiting records are handled from
 * the start of its scheduler until none is left.
 */
final class NamastackOutbox extends OtherOutbox {

    private static final String TABLE = "namastack.outbox_record";
    private static final int AT_ONCE = 500;

    private NamastackOutbox(OutboxService outbox, PlainEvents events, Map<String, String> settings) {
        super(outbox, events, Configuration.class, settings);
        bean(OutboxProcessingScheduler.class).stop();
    }

    static NamastackOutbox start(OutboxService outbox, PlainEvents events) {
        Map<String, String> settings = new HashMap<>(tuned());
        settings.putAll(((PostgresDatabase) outbox.database()).properties("namastack"));
        settings.put("spring.autoconfigure.exclude", without(AutoConfigurations.MODULITH));
        // as its own namastack-outbox-kafka sets it:
        // https://www.namastack.io/outbox/docs/reference/messaging
        settings.put(
                "spring.kafka.producer.value-serializer",
                "org.springframework.kafka.support.serializer.JacksonJsonSerializer");
        return new NamastackOutbox(outbox, events, settings);
    }

    /**
     * The candidate for platform threads of https://www.namastack.io/outbox/docs/reference/performance-tuning: it asks for
     * batches of 1,000 keys every 25 ms and 16 to 32 threads. Virtual threads need Java 21. Completed records are deleted,
     * which that page leaves out only because its own collector counts them. There is a connection for each thread.
     */
    private static Map<String, String> tuned() {
        return Map.ofEntries(
                Map.entry("namastack.outbox.polling.trigger", "fixed"),
                Map.entry("namastack.outbox.polling.batch-size", "1000"),
                Map.entry("namastack.outbox.polling.fixed.interval", "25ms"),
                Map.entry("namastack.outbox.processing.delete-completed-records", "true"),
                Map.entry("namastack.outbox.processing.stop-on-first-failure", "true"),
                Map.entry("namastack.outbox.processing.executor-core-pool-size", "16"),
                Map.entry("namastack.outbox.processing.executor-max-pool-size", "32"),
                Map.entry("namastack.outbox.instance.heartbeat-interval", "1s"),
                Map.entry("namastack.outbox.instance.stale-instance-timeout", "10s"),
                Map.entry("namastack.outbox.instance.rebalance-interval", "1s"),
                Map.entry("spring.datasource.hikari.maximum-pool-size", "32"));
    }

    @Override
    public String name() {
        return "Namastack Outbox";
    }

    @Override
    public Sample run() {
        database().empty(TABLE);
        fill();
        database().analyze(TABLE);
        database().settle();
        events().service().topic().clear();
        OutboxProcessingScheduler scheduler = bean(OutboxProcessingScheduler.class);
        Meter meter = Meter.start();
        scheduler.start();
        awaitEmpty(TABLE);
        Sample sample = meter.stop(events().events());
        scheduler.stop();
        events().verify();
        return sample;
    }

    private void fill() {
        Outbox outbox = bean(Outbox.class);
        for (int from = 0; from < events().events(); from += AT_ONCE) {
            int first = from;
            int end = Math.min(events().events(), from + AT_ONCE);
            transactions().executeWithoutResult(status -> {
                for (int i = first; i < end; i++) {
                    PlainBookCreated event = events().get(i);
                    outbox.schedule(event, PlainEvents.key(event));
                }
            });
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Configuration {

        @Bean
        OutboxHandler toKafka(KafkaOperations<Object, Object> kafka) {
            return new ToKafka(kafka);
        }
    }

    /** What the handler of its namastack-outbox-kafka does: it sends, and waits for the answer. */
    record ToKafka(KafkaOperations<Object, Object> kafka) implements OutboxHandler {

        @Override
        public boolean supports(Object payload, OutboxRecordMetadata metadata) {
            return true;
        }

        @Override
        public void handle(Object payload, OutboxRecordMetadata metadata) {
            try {
                kafka.send(BookTopic.NAME, metadata.getKey(), payload).get();
            } catch (ExecutionException failure) {
                throw new IllegalStateException(failure.getCause());
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interruption);
            }
        }
    }
}
