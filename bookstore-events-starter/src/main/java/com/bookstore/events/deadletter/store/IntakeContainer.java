package com.bookstore.events.deadletter.store;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListenerConfigurer;
import org.springframework.kafka.config.KafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpoint;
import org.springframework.kafka.config.KafkaListenerEndpointRegistrar;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.kafka.support.converter.MessageConverter;

/** Has the intake listen like any listener of the application, so that it is started, stopped and watched with them. */
final class IntakeContainer implements KafkaListenerConfigurer, KafkaListenerEndpoint {

    private final String group;
    private final List<String> topics;
    private final DeadLetterIntake intake;
    private final KafkaListenerContainerFactory<?> factory;

    IntakeContainer(
            String group, List<String> topics, DeadLetterIntake intake, KafkaListenerContainerFactory<?> factory) {
        this.group = group;
        this.topics = List.copyOf(topics);
        this.intake = intake;
        this.factory = factory;
    }

    DeadLetterIntake intake() {
        return intake;
    }

    @Override
    public void configureKafkaListeners(KafkaListenerEndpointRegistrar registrar) {
        registrar.registerEndpoint(this, factory);
    }

    @Override
    public void setupListenerContainer(
            MessageListenerContainer container, @Nullable MessageConverter messageConverter) {
        container.setupMessageListener(intake);
    }

    @Override
    public String getId() {
        return DeadLetterTables.LISTENER;
    }

    @Override
    public String getGroupId() {
        return group;
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
        return 1;
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
