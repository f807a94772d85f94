package com.bookstore.events.observability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Looks at the listeners and asks the broker. May wait: for the broker, and for a listener that is just being stopped. */
final class ClusterCheck {

    private final ClusterAdmin admin;
    private final Supplier<Collection<String>> topics;
    private final Supplier<Collection<? extends MessageListenerContainer>> listeners;
    private final int timeoutMillis;

    ClusterCheck(
            ClusterAdmin admin,
            Supplier<Collection<String>> topics,
            Supplier<Collection<? extends MessageListenerContainer>> listeners,
            int timeoutMillis) {
        this.admin = admin;
        this.topics = topics;
        this.listeners = listeners;
        this.timeoutMillis = timeoutMillis;
    }

    ClusterState run() throws InterruptedException {
        Map<String, String> wrong = wrongListeners();
        try {
            Admin client = admin.get();
            DescribeClusterResult cluster =
                    client.describeCluster(new DescribeClusterOptions().timeoutMs(timeoutMillis));
            Map<String, KafkaFuture<TopicDescription>> described = client.describeTopics(
                            topics.get(), new DescribeTopicsOptions().timeoutMs(timeoutMillis))
                    .topicNameValues();
            List<Integer> nodes =
                    cluster.nodes().get().stream().map(Node::id).sorted().toList();
            return new ClusterState(cluster.clusterId().get(), nodes, missing(described), wrong, null);
        } catch (ExecutionException failure) {
            return ClusterState.unreachable(failure.getCause() == null ? failure : failure.getCause(), wrong);
        } catch (RuntimeException failure) {
            return ClusterState.unreachable(failure, wrong);
        }
    }

    private Map<String, String> wrongListeners() {
        Map<String, String> wrong = new TreeMap<>();
        for (MessageListenerContainer listener : listeners.get()) {
            if (!listener.isInExpectedState()) {
                wrong.put(
                        String.valueOf(listener.getListenerId()),
                        listener.isRunning() ? "some of its consumers have stopped" : "stopped");
            }
        }
        return wrong;
    }

    /** A topic this service may not look at is not known to be missing. */
    private static List<String> missing(Map<String, KafkaFuture<TopicDescription>> described)
            throws InterruptedException, ExecutionException {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : described.entrySet()) {
            try {
                topic.getValue().get();
            } catch (ExecutionException failure) {
                if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                    missing.add(topic.getKey());
                }
            }
        }
        missing.sort(null);
        return missing;
    }

    /**
     * What was found.
     *
     * @param clusterId the cluster's id, or {@code null} if the broker gave no answer
     * @param nodes the ids of its nodes
     * @param missingTopics topics this service expects and the broker does not have
     * @param wrongListeners what is the matter with each listener that is not as it should be
     * @param failure the class of what kept the broker from answering, or {@code null} if it answered
     */
    record ClusterState(
            @Nullable String clusterId,
            List<Integer> nodes,
            List<String> missingTopics,
            Map<String, String> wrongListeners,
            @Nullable String failure) {

        static ClusterState unreachable(Throwable failure, Map<String, String> wrongListeners) {
            return new ClusterState(
                    null,
                    List.of(),
                    List.of(),
                    wrongListeners,
                    failure.getClass().getName());
        }
    }
}
