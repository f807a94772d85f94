package com.bookstore.events.deadletter;

import com.bookstore.events.json.MalformedEventException;
import com.bookstore.events.json.UnknownEventException;
import com.bookstore.events.topic.EventTopics;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.retrytopic.RetryTopicComponentFactory;

/** Has Spring's retry topics end where all dead letters do. */
@AutoConfiguration(after = DeadLetterAutoConfiguration.class)
@EnableConfigurationProperties(RetryTopicProperties.class)
public final class RetryTopicAutoConfiguration {

    RetryTopicAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(RetryTopicComponentFactory.class)
    EventRetryTopics eventRetryTopics(
            RetryTopicProperties properties,
            DeadLetterProperties deadLetters,
            @Qualifier("deadLetterRecoverer") ObjectProvider<DeadLetterRecoverer> recoverer,
            ObjectProvider<EventTopics> eventTopics,
            ObjectProvider<NewTopic> applicationTopics,
            ConfigurableListableBeanFactory beans) {
        RetryTopicNames names = new RetryTopicNames();
        return new EventRetryTopics(
                new RetryTopicDefaults(properties),
                new RetryTopicCreation(names, eventTopics, applicationTopics, beans),
                recoverer::getObject,
                classifier -> {
                    classifier.addNotRetryableExceptions(MalformedEventException.class, UnknownEventException.class);
                    deadLetters.nonRetryableExceptions().forEach(classifier::addNotRetryableExceptions);
                },
                names);
    }
}
