package com.bookstore.events.cdc;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListenerConfigurer;
import org.springframework.kafka.config.KafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpoint;
import org.springframework.kafka.config.KafkaListenerEndpointRegistrar;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.kafka.support.converter.MessageConverter;

/** Has changes listened to like any listener of the application, so that it is started, stopped and watched with them. */
final class ChangeContainer implements KafkaListenerConfigurer, KafkaListenerEndpoint {

    static final String ID = "bookstore-events-cdc";

    private final CdcProperties properties;
    private final List<String> topics;
    private final ChangeListener listener;
    private final ChangeStatus status;
    private final KafkaListenerContainerFactory<?> factory;

    ChangeContainer(
            CdcProperties properties,
            List<String> topics,
            ChangeListener listener,
            ChangeStatus status,
            KafkaListenerContainerFactory<?> factory) {
        this.properties = properties;
        this.topics = List.copyOf(topics);
        this.listener = listener;
        this.status = status;
        this.factory = factory;
    }

    @Override
    public void configureKafkaListeners(KafkaListenerEndpointRegistrar registrar) {
        registrar.registerEndpoint(this, factory);
    }

    @Override
    public void setupListenerContainer(
            MessageListenerContainer container, @Nullable MessageConverter messageConverter) {
        container.setupMessageListener(listener);
        container.getContainerProperties().setConsumerRebalanceListener(new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                status.forget(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                // nothing is known of them
            }
        });
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getGroupId() {
        return properties.groupId();
    }

    @Override
    public @Nullable String getGroup() {
        return null;
    }

    @Override
    public Collection<String> getTopics() {
        return topics;
    }

    @Override
    public TopicPartitionOffset @Nullable [] getTopicPartitionsToAssign() {
        return null;
    }

    @Override
    public @Nullable Pattern getTopicPattern() {
        return null;
    }

    @Override
    public @Nullable String getClientIdPrefix() {
        return null;
    }

    @Override
    public @Nullable Integer getConcurrency() {
        return properties.concurrency();
    }

    @Override
    public @Nullable Boolean getAutoStartup() {
        return null;
    }

    @Override
    public boolean isSplitIterables() {
        return false;
    }

    @Override
    public @Nullable String getAckMode() {
        return null;
    }
}
