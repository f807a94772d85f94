package com.bookstore.events.deadletter;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.kafka.config.KafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistrar;
import org.springframework.kafka.config.MethodKafkaListenerEndpoint;
import org.springframework.kafka.retrytopic.DestinationTopicProcessor;
import org.springframework.kafka.retrytopic.ListenerContainerFactoryConfigurer;
import org.springframework.kafka.retrytopic.ListenerContainerFactoryResolver;
import org.springframework.kafka.retrytopic.RetryTopicConfiguration;
import org.springframework.kafka.retrytopic.RetryTopicConfigurer;
import org.springframework.kafka.retrytopic.RetryTopicNamesProviderFactory;
import org.springframework.util.Assert;

/** Sets up a listener's retry topics with our defaults, and has them created as we create topics. */
final class EventRetryTopicConfigurer extends RetryTopicConfigurer {

    private final RetryTopicDefaults defaults;
    private final RetryTopicCreation creation;
    private @Nullable BeanFactory beans;

    EventRetryTopicConfigurer(
            DestinationTopicProcessor destinations,
            ListenerContainerFactoryResolver resolver,
            ListenerContainerFactoryConfigurer factories,
            RetryTopicNamesProviderFactory namesProviders,
            RetryTopicDefaults defaults,
            RetryTopicCreation creation) {
        super(destinations, resolver, factories, namesProviders);
        this.defaults = defaults;
        this.creation = creation;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        super.setBeanFactory(beanFactory);
        beans = beanFactory;
    }

    @Override
    public void processMainAndRetryListeners(
            EndpointProcessor processor,
            MethodKafkaListenerEndpoint<?, ?> listener,
            RetryTopicConfiguration configured,
            KafkaListenerEndpointRegistrar registrar,
            @Nullable KafkaListenerContainerFactory<?> factory,
            String defaultFactory) {
        BeanFactory present = beans;
        Assert.state(present != null, "there is no bean factory");
        RetryTopicDefaults.Applied applied = defaults.apply(listener, configured, present);
        super.processMainAndRetryListeners(
                processor, listener, applied.configuration(), registrar, factory, defaultFactory);
        if (applied.declareTopics()) {
            creation.declare(String.valueOf(listener.getId()), listener.getTopics());
        }
    }
}
