package com.bookstore.events.test.embedded;

import com.bookstore.events.topic.EventTopics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Makes declared topics fit one broker: Kafka refuses more replicas than brokers, and writes that too few replicas get. */
final class OneReplica implements BeanPostProcessor {

    private static final String MIN_IN_SYNC = "min.insync.replicas";

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof NewTopic topic) {
            return fitted(topic);
        }
        if (bean instanceof EventTopics topics) {
            return new EventTopics(
                    topics.topics().stream().map(OneReplica::fitted).toArray(NewTopic[]::new));
        }
        return bean;
    }

    private static NewTopic fitted(NewTopic topic) {
        int partitions = topic.replicasAssignments() == null
                ? topic.numPartitions()
                : topic.replicasAssignments().size();
        NewTopic fitted = new NewTopic(
                topic.name(), partitions > 0 ? Optional.of(partitions) : Optional.empty(), Optional.of((short) 1));
        if (topic.configs() != null) {
            Map<String, String> configs = new HashMap<>(topic.configs());
            configs.computeIfPresent(MIN_IN_SYNC, (key, value) -> "1");
            fitted.configs(configs);
        }
        return fitted;
    }
}
