package com.bookstore.events.test.embedded;

import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.test.EventInjector;
import com.bookstore.events.test.published.PublishedEvents;
import com.bookstore.events.topic.TopicResolver;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/** Connects a context to the broker of this JVM. All are equal, so that test classes share contexts. */
record EmbeddedBrokerContextCustomizer() implements ContextCustomizer {

    private static final String EVENT_PRODUCERS = "eventProducerFactory";

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        EmbeddedBroker broker = EmbeddedBroker.shared();
        broker.usedBy(context);
        String servers = broker.bootstrapServers();
        // For configuration classes that read the property themselves; Boot and the starter ask the connection details.
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "embeddedEventBroker", Map.of("spring.kafka.bootstrap-servers", servers)));
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
        RootBeanDefinition connection = bean(KafkaConnectionDetails.class, () -> new Connection(List.of(servers)));
        connection.setPrimary(true);
        registry.registerBeanDefinition("embeddedEventBrokerConnectionDetails", connection);
        registry.registerBeanDefinition("oneReplica", bean(OneReplica.class, OneReplica::new));
        BeanFactory beans = context.getBeanFactory();
        registry.registerBeanDefinition(
                "embeddedEventBrokerListeners",
                bean(ListenerGroups.class, () -> new ListenerGroups(context.getBeanFactory(), servers)));
        RootBeanDefinition injector = bean(EventInjector.class, () -> EventInjector.on(servers));
        injector.setLazyInit(true);
        registry.registerBeanDefinition("eventInjector", injector);
        RootBeanDefinition published = bean(PublishedEvents.class, () -> published(beans, servers));
        published.setLazyInit(true);
        registry.registerBeanDefinition("publishedEvents", published);
    }

    private static <T> RootBeanDefinition bean(Class<T> type, Supplier<T> supplier) {
        RootBeanDefinition definition = new RootBeanDefinition(type, supplier);
        definition.setDestroyMethodName(RootBeanDefinition.INFER_METHOD);
        return definition;
    }

    private static PublishedEvents published(BeanFactory beans, String servers) {
        TopicResolver topics = beans.getBeanProvider(TopicResolver.class).getIfAvailable();
        return PublishedEvents.reading(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers),
                beans.getBean(EventDeserializer.class),
                topics == null ? null : topics.deadLetterTopic(),
                () -> flush(beans));
    }

    /** The factory's producer is one for all, so it is the one with which the service publishes. */
    private static void flush(BeanFactory beans) {
        if (beans.containsBean(EVENT_PRODUCERS)) {
            try (Producer<?, ?> producer =
                    beans.getBean(EVENT_PRODUCERS, ProducerFactory.class).createProducer()) {
                producer.flush();
            }
        }
    }

    /** Plain text and no SSL bundle, whatever the service has configured. */
    private record Connection(List<String> servers) implements KafkaConnectionDetails {

        @Override
        public List<String> getBootstrapServers() {
            return servers;
        }

        @Override
        public String getSecurityProtocol() {
            return "PLAINTEXT";
        }
    }
}
