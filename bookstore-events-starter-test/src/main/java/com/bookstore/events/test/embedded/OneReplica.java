package com.bookstore.events.test.embedded;

import com.bookstore.events.topic.EventTopics;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Makes declared topics fit one broker: Kafka refuses more replicas than brokers. {@code min.insync.replicas} may stay: Kafka
 * asks for no more than there are replicas.
 */
final class OneReplica implements BeanPostProcessor {

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
        return topic.configs() == null ? fitted : fitted.configs(topic.configs());
    }
}
