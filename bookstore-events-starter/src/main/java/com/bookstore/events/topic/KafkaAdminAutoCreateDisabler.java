package com.bookstore.events.topic;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Keeps Spring's admin from creating topics while the application starts: with the broker down that blocks the start for
 * 42 seconds. {@link TopicCreation} does it in the background.
 */
final class KafkaAdminAutoCreateDisabler implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof KafkaAdmin admin) {
            admin.setAutoCreate(false);
        }
        return bean;
    }
}
