package com.bookstore.events.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports where existing topics differ from their declaration: one line for each topic. */
final class TopicComparison {

    private static final Logger log = LoggerFactory.getLogger(TopicComparison.class);

    private final Admin admin;

    TopicComparison(Admin admin) {
        this.admin = admin;
    }

    void report(Collection<NewTopic> declared, Map<String, TopicDescription> existing) {
        report(declared, existing, configs(declared));
    }

    /** Leaves out settings that were just altered: brokers may still tell the old ones. */
    void reportLayout(Collection<NewTopic> declared, Map<String, TopicDescription> existing) {
        report(declared, existing, Map.of());
    }

    private static void report(
            Collection<NewTopic> declared,
            Map<String, TopicDescription> existing,
            Map<ConfigResource, Config> configs) {
        for (NewTopic topic : declared) {
            TopicDescription description = Objects.requireNonNull(existing.get(topic.name()));
            Config config = configs.get(resource(topic));
            List<String> differences = differences(topic, description, config);
            if (!differences.isEmpty()) {
                log.warn(
                        "Topic '{}' exists with other settings and is left as it is: {}",
                        topic.name(),
                        String.join(", ", differences));
            }
        }
    }

    private Map<ConfigResource, Config> configs(Collection<NewTopic> declared) {
        try {
            return TopicCreator.await(admin.describeConfigs(
                            declared.stream().map(TopicComparison::resource).toList())
                    .all());
        } catch (KafkaException notAllowed) {
            log.debug("Settings of topics cannot be read: {}", notAllowed.getMessage());
            return Map.of();
        }
    }

    private static ConfigResource resource(NewTopic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static List<String> differences(NewTopic topic, TopicDescription description, @Nullable Config config) {
        List<String> differences = new ArrayList<>();
        compare(
                differences,
                "partitions",
                topic.numPartitions(),
                description.partitions().size());
        compare(
                differences,
                "replicas",
                topic.replicationFactor(),
                description.partitions().get(0).replicas().size());
        if (config != null && topic.configs() != null) {
            new TreeMap<>(topic.configs()).forEach((name, value) -> {
                ConfigEntry entry = config.get(name);
                if (entry != null && !value.equals(entry.value())) {
                    differences.add("%s %s (declared %s)".formatted(name, entry.value(), value));
                }
            });
        }
        return differences;
    }

    private static void compare(List<String> differences, String name, int declared, int found) {
        if (declared > 0 && declared != found) {
            differences.add("%s %d (declared %d)".formatted(name, found, declared));
        }
    }
}
