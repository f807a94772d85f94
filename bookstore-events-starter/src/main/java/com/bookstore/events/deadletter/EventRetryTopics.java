package com.bookstore.events.deadletter;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.kafka.listener.ExceptionClassifier;
import org.springframework.kafka.retrytopic.DeadLetterPublishingRecovererFactory;
import org.springframework.kafka.retrytopic.DestinationTopicProcessor;
import org.springframework.kafka.retrytopic.DestinationTopicResolver;
import org.springframework.kafka.retrytopic.ListenerContainerFactoryConfigurer;
import org.springframework.kafka.retrytopic.ListenerContainerFactoryResolver;
import org.springframework.kafka.retrytopic.RetryTopicComponentFactory;
import org.springframework.kafka.retrytopic.RetryTopicConfigurer;
import org.springframework.kafka.retrytopic.RetryTopicNamesProviderFactory;

/** The parts of Spring's retry topics, made to fit the rest of the library. */
final class EventRetryTopics extends RetryTopicComponentFactory {

    private final RetryTopicDefaults defaults;
    private final RetryTopicCreation creation;
    private final Supplier<DeadLetterRecoverer> deadLetters;
    private final Consumer<ExceptionClassifier> notRetried;
    private final RetryTopicNames names;

    EventRetryTopics(
            RetryTopicDefaults defaults,
            RetryTopicCreation creation,
            Supplier<DeadLetterRecoverer> deadLetters,
            Consumer<ExceptionClassifier> notRetried,
            RetryTopicNames names) {
        this.defaults = defaults;
        this.creation = creation;
        this.deadLetters = deadLetters;
        this.notRetried = notRetried;
        this.names = names;
    }

    @Override
    public RetryTopicConfigurer retryTopicConfigurer(
            DestinationTopicProcessor destinations,
            ListenerContainerFactoryConfigurer factories,
            ListenerContainerFactoryResolver resolver,
            RetryTopicNamesProviderFactory namesProviders) {
        return new EventRetryTopicConfigurer(destinations, resolver, factories, namesProviders, defaults, creation);
    }

    @Override
    public DestinationTopicProcessor destinationTopicProcessor(DestinationTopicResolver resolver) {
        if (resolver instanceof ExceptionClassifier classifier) {
            notRetried.accept(classifier);
        }
        return names.processor(resolver);
    }

    @Override
    public DeadLetterPublishingRecovererFactory deadLetterPublishingRecovererFactory(
            DestinationTopicResolver resolver) {
        DeadLetterPublishingRecovererFactory factory = super.deadLetterPublishingRecovererFactory(resolver);
        factory.setDeadLetterPublisherCreator((templates, destinations) ->
                new RetryTopicRecoverer(templates, destinations, names, deadLetters.get()));
        factory.neverLogListenerException(); // the recoverer does, without the values that may be in a message
        return factory;
    }
}
