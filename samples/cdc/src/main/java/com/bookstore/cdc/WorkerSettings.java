package com.bookstore.cdc;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of the worker itself; {@code compose.yaml} has the same for its worker. */
final class WorkerSettings {

    private WorkerSettings() {}

    static Map<String, String> of(String bootstrapServers, String urls, Path jars) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("listeners", urls);
        settings.put("plugin.path", jars.resolve("plugins").toString());
        settings.put("plugin.discovery", "service_load");
        settings.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        settings.putAll(shared());
        return settings;
    }

    /** What a worker of one node needs to survive crashes, and to be back soon. */
    static Map<String, String> shared() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("group.id", "cdc-connect");
        for (String storage : new String[] {"config", "offset", "status"}) {
            settings.put(storage + ".storage.topic", "cdc-connect-" + storage);
            settings.put(storage + ".storage.replication.factor", "1");
        }
        settings.put("offset.storage.partitions", "3");
        settings.put("status.storage.partitions", "3");
        settings.put("offset.flush.interval.ms", "1000");
        settings.put("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "1000");
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        settings.put("config.providers", "env");
        settings.put("config.providers.env.class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider");
        settings.put("config.providers.env.param.allowlist.pattern", "CDC_.*");
        return settings;
    }
}
