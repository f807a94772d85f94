package com.bookstore.events.listening;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventTracing;
import com.bookstore.events.type.EventTypeRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.support.converter.RecordMessageConverter;

/** The container factory, under its own name and, if that is free, under the one a plain {@code @KafkaListener} uses. */
@Configuration(proxyBeanMethods = false)
class ContainerFactoryConfiguration {

    static final String FACTORY = "eventListenerContainerFactory";
    static final String DEFAULT_FACTORY = "kafkaListenerContainerFactory";

    private static final Logger log = LoggerFactory.getLogger(ContainerFactoryConfiguration.class);
    private static final int CONCURRENCY = 3;

    /** Makes the factory out of Boot's configuration and ours. */
    @Bean
    EventContainerFactoryBuilder eventContainerFactoryBuilder(
            KafkaProperties kafka,
            ListeningProperties properties,
            EventRecorder recorder,
            EventTracing tracing,
            ObjectProvider<ObservationRegistry> observations,
            EventTypeRegistry types,
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            @Qualifier("eventConsumerFactory") ConsumerFactory<Object, Object> consumerFactory,
            @Qualifier("eventErrorHandler") ObjectProvider<CommonErrorHandler> errorHandler,
            ObjectProvider<RecordMessageConverter> converter,
            ObjectProvider<ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>>>
                    customizer,
            ObjectProvider<HandlerGuard> guards,
            ObjectProvider<HandlerGuard.Watch> watches) {
        return () -> {
            EventListenerContainerFactory factory = new EventListenerContainerFactory(
                    properties,
                    recorder,
                    tracing,
                    event -> types.get(event.getClass()).name(),
                    observations.getIfUnique(() -> ObservationRegistry.NOOP),
                    guards::orderedStream,
                    watches::orderedStream);
            configurer.configure(factory, consumerFactory);
            // A transactional container would hand failures to a processor that drops a record after ten attempts.
            factory.getContainerProperties().setKafkaAwareTransactionManager(null);
            errorHandler.ifAvailable(factory::setCommonErrorHandler);
            EventMessageConverter records = new EventMessageConverter(converter.getIfUnique());
            factory.setRecordMessageConverter(records);
            factory.setBatchMessageConverter(new EventBatchMessageConverter(records));
            if (kafka.getListener().getConcurrency() == null) {
                factory.setConcurrency(CONCURRENCY);
            }
            customizer.ifAvailable(factory::setContainerCustomizer);
            return factory;
        };
    }

    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "bookstore.events.listening.default-container-factory", matchIfMissing = true)
    @ConditionalOnMissingBean(name = {FACTORY, DEFAULT_FACTORY})
    static class UnderBothNames {

        @Bean(
                name = {FACTORY, DEFAULT_FACTORY},
                defaultCandidate = false)
        EventListenerContainerFactory eventListenerContainerFactory(EventContainerFactoryBuilder builder) {
            return builder.build();
        }
    }

    @Order(2)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(name = FACTORY)
    static class UnderItsOwnName {

        @Bean(name = FACTORY, defaultCandidate = false)
        EventListenerContainerFactory eventListenerContainerFactory(
                EventContainerFactoryBuilder builder, ListeningProperties properties) {
            if (properties.defaultContainerFactory()) {
                log.warn(
                        "The application's own '{}' serves plain @KafkaListener methods: they do not have the guarantees"
                                + " of bookstore events unless they name containerFactory = \"{}\"",
                        DEFAULT_FACTORY,
                        FACTORY);
            }
            return builder.build();
        }
    }

    /** A factory of the application's own under our name serves plain listeners too. */
    @Order(3)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "bookstore.events.listening.default-container-factory", matchIfMissing = true)
    @ConditionalOnMissingBean(name = DEFAULT_FACTORY)
    @Import(DefaultFactoryAlias.class)
    static class OfTheApplication {}

    static final class DefaultFactoryAlias implements ImportBeanDefinitionRegistrar {

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            registry.registerAlias(FACTORY, DEFAULT_FACTORY);
        }
    }

    /** Makes the container factory. */
    @FunctionalInterface
    interface EventContainerFactoryBuilder {

        EventListenerContainerFactory build();
    }
}
