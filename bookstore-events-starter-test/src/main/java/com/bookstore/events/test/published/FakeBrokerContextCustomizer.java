package com.bookstore.events.test.published;

import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.topic.TopicResolver;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/** Keeps a context from Kafka. All are equal, so that test classes share contexts. */
record FakeBrokerContextCustomizer() implements ContextCustomizer {

    private static final String NOWHERE = "localhost:1";

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        Map<String, Object> properties = Map.of(
                "spring.kafka.bootstrap-servers", NOWHERE,
                "spring.kafka.admin.auto-create", false,
                "spring.kafka.listener.auto-startup", false);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("fakeEventBroker", properties));
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
        RootBeanDefinition connection = bean(KafkaConnectionDetails.class, () -> () -> List.of(NOWHERE));
        connection.setPrimary(true);
        registry.registerBeanDefinition("fakeEventBrokerConnectionDetails", connection);
        RecordedLog log = new RecordedLog();
        registry.registerBeanDefinition(
                "recordingProducers", bean(RecordingProducers.class, () -> new RecordingProducers(log)));
        registry.registerBeanDefinition(
                "silentListeners", bean(SilentListeners.class, () -> new SilentListeners(context.getBeanFactory())));
        RootBeanDefinition published = bean(PublishedEvents.class, () -> published(context.getBeanFactory(), log));
        published.setLazyInit(true);
        registry.registerBeanDefinition("publishedEvents", published);
    }

    private static <T> RootBeanDefinition bean(Class<T> type, Supplier<T> supplier) {
        return new RootBeanDefinition(type, supplier);
    }

    private static PublishedEvents published(BeanFactory beans, RecordedLog log) {
        TopicResolver topics = beans.getBeanProvider(TopicResolver.class).getIfAvailable();
        return PublishedEvents.recorded(
                log,
                () -> beans.getBean(EventDeserializer.class),
                topics == null ? null : topics.deadLetterTopic(),
                null);
    }

    /** Replaces the factories themselves: a producer that is only wrapped has connected already. */
    private record RecordingProducers(RecordedLog log) implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean.getClass() == DefaultKafkaProducerFactory.class
                    ? new RecordingProducerFactory<>((DefaultKafkaProducerFactory<?, ?>) bean, log)
                    : bean;
        }
    }
}
