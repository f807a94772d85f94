package com.bookstore.benchmarks.kafka;

import com.bookstore.events.test.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.common.config.ConfigResource;

/** The broker: the process that tests use, with room for the rounds, and what was set in it. */
public final class BrokerSettings {

    private static final int HEAP_MEGABYTES = 512;
    private static final ConfigResource BROKER = new ConfigResource(ConfigResource.Type.BROKER, "1");

    private BrokerSettings() {}

    /**
     * Starts the broker. What a round wrote is deleted soon after it, and a group waits until all its consumers are there.
     *
     * @return the broker, to be closed by the caller
     */
    public static KafkaBroker broker() {
        return KafkaBroker.builder()
                .heap(HEAP_MEGABYTES)
                .property("log.segment.bytes", Integer.toString(64 * 1024 * 1024))
                .property("log.retention.check.interval.ms", "5000")
                .property("log.segment.delete.delay.ms", "1000")
                .property("group.initial.rebalance.delay.ms", "1000")
                .start();
    }

    /**
     * Reads what was set in a broker.
     *
     * @param bootstrapServers where it is
     * @return the settings that are not Kafka's defaults
     */
    public static String of(String bootstrapServers) {
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        Map<String, String> settings = new TreeMap<>(Map.of("heap", HEAP_MEGABYTES + "m"));
        try (Admin admin = Admin.create(config)) {
            admin.describeConfigs(List.of(BROKER)).all().get().values().stream()
                    .flatMap(broker -> broker.entries().stream())
                    .filter(entry -> entry.source() == ConfigSource.STATIC_BROKER_CONFIG)
                    .forEach(entry -> settings.put(entry.name(), String.valueOf(entry.value())));
        } catch (ExecutionException failure) {
            throw new IllegalStateException("The broker does not tell its settings", failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", interruption);
        }
        return settings.toString();
    }
}
