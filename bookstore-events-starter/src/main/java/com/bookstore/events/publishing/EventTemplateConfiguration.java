package com.bookstore.events.publishing;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/**
 * The template for features of Spring that ask for one: retry topics, replies. Retry topics look for it under a name of
 * their own, which is claimed if it is free.
 */
@Configuration(proxyBeanMethods = false)
class EventTemplateConfiguration {

    static final String TEMPLATE = "eventKafkaTemplate";
    static final String RETRY_TOPIC_TEMPLATE = "defaultRetryTopicKafkaTemplate";

    private static KafkaTemplate<Object, Object> template(
            ProducerFactory<Object, Object> factory, Environment environment) {
        KafkaTemplate<Object, Object> template = new KafkaTemplate<>(factory);
        template.setObservationEnabled(
                environment.getProperty("spring.kafka.template.observation-enabled", Boolean.class, false));
        return template;
    }

    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(name = {TEMPLATE, RETRY_TOPIC_TEMPLATE})
    static class UnderBothNames {

        @Bean(
                name = {TEMPLATE, RETRY_TOPIC_TEMPLATE},
                defaultCandidate = false)
        KafkaTemplate<Object, Object> eventKafkaTemplate(
                @Qualifier("eventProducerFactory") ProducerFactory<Object, Object> factory, Environment environment) {
            return template(factory, environment);
        }
    }

    @Order(2)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(name = TEMPLATE)
    static class UnderItsOwnName {

        @Bean(name = TEMPLATE, defaultCandidate = false)
        KafkaTemplate<Object, Object> eventKafkaTemplate(
                @Qualifier("eventProducerFactory") ProducerFactory<Object, Object> factory, Environment environment) {
            return template(factory, environment);
        }
    }
}
