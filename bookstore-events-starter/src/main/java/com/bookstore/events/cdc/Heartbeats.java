package com.bookstore.events.cdc;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.ContainerProperties.AssignmentCommitOption;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Reads the heartbeats of connectors in every instance: in the group of the changes only one of them would see any, and the
 * others would take that for silence. Its group is a new one at each start and commits nothing, so the broker forgets it soon.
 */
final class Heartbeats implements SmartLifecycle {

    private final @Nullable MessageListenerContainer container;

    /**
     * Creates the reader.
     *
     * @param topics the topics of heartbeats; without any, it does nothing
     * @param group the beginning of the group's name
     * @param onHeartbeat what to do with each heartbeat
     * @param containers makes its container, and is not used for anything else
     */
    Heartbeats(
            List<String> topics,
            String group,
            Runnable onHeartbeat,
            ConcurrentKafkaListenerContainerFactory<Object, byte[]> containers) {
        if (topics.isEmpty()) {
            this.container = null;
            return;
        }
        containers.setBatchListener(false);
        containers.getContainerProperties().setAckMode(AckMode.MANUAL);
        containers.getContainerProperties().setAssignmentCommitOption(AssignmentCommitOption.NEVER);
        var made = containers.createContainer(topics.toArray(String[]::new));
        made.getContainerProperties().setGroupId(group + "-heartbeats-" + UUID.randomUUID());
        made.getContainerProperties().setMessageListener((MessageListener<Object, byte[]>) beat -> onHeartbeat.run());
        made.setBeanName("bookstore-events-cdc-heartbeats");
        this.container = made;
    }

    @Override
    public boolean isAutoStartup() {
        return container != null && container.isAutoStartup();
    }

    @Override
    public int getPhase() {
        return container == null ? DEFAULT_PHASE : container.getPhase();
    }

    @Override
    public void start() {
        if (container != null) {
            container.start();
        }
    }

    @Override
    public void stop() {
        if (container != null) {
            container.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return container != null && container.isRunning();
    }
}
