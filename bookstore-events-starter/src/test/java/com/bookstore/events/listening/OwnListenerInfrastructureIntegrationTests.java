package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.integration.TestService;
import com.bookstore.events.publishing.EventPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.KafkaListenerConfigurer;
import org.springframework.kafka.support.converter.JacksonJsonMessageConverter;
import org.springframework.kafka.support.converter.RecordMessageConverter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** What the application itself brings for listener methods keeps working, and so does our parameter. */
class OwnListenerInfrastructureIntegrationTests {

    @Test
    void metadataIsAParameterBesideTheServicesOwnMessageConverter() {
        assertMetadata("converter", WithConverter.class, "none");
    }

    @Test
    void theServicesOwnMessageConverterConvertsWhatIsNoEvent() {
        try (ConfigurableApplicationContext context =
                TestService.start(WithConverter.class, "own-plain", "own.topic=own-plain")) {
            await().untilAsserted(() -> assertThat(RawKafka.topics()).contains("own-plain-json"));
            RawKafka.send(
                    new ProducerRecord<>("own-plain-json", "{\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8)));

            await().untilAsserted(() ->
                    assertThat(context.getBean(PlainListener.class).seen).containsExactly(new Plain("hello")));
        }
    }

    @Test
    void metadataIsAParameterBesideTheServicesOwnResolvers() {
        assertMetadata("resolver", WithResolver.class, "resolved");
    }

    @Test
    void metadataIsAParameterBesideTheServicesOwnHandlerMethodFactory() {
        assertMetadata("factory", WithFactory.class, "by factory");
    }

    private static void assertMetadata(String name, Class<?> configuration, String tenant) {
        try (ConfigurableApplicationContext context = TestService.start(
                configuration,
                "own-" + name,
                "own.topic=own-" + name,
                "bookstore.events.topics.own-tickets.name=own-" + name)) {
            Seen seen = context.getBean(Seen.class);
            EventEnvelope<Ticket> envelope = new EventEnvelope<>(
                    new EventMetadata("e-1", Instant.EPOCH, "shop", "1.0", "c-1", null), new Ticket("t-1"));
            context.getBean(EventPublisher.class).publish(envelope).join();

            await().untilAsserted(() -> assertThat(seen.values)
                    .containsExactlyInAnyOrder("method t-1 e-1 " + tenant, "class t-1 e-1", "alone e-1"));
        }
    }

    record Tenant(String name) {}

    record Plain(String text) {}

    @EventType(name = "ownTicket", topic = "own-tickets")
    record Ticket(String id) implements DomainEvent {
        @Override
        public String key() {
            return id;
        }
    }

    static final class Seen {
        final Queue<String> values = new ConcurrentLinkedQueue<>();
    }

    record TenantResolver(String name) implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Tenant.class;
        }

        @Override
        public Object resolveArgument(MethodParameter parameter, Message<?> message) {
            return new Tenant(name);
        }
    }

    record MethodListener(Seen seen) {
        @KafkaListener(topics = "${own.topic}", groupId = "${own.topic}-method")
        void on(Ticket ticket, EventMetadata metadata) {
            seen.values.add("method " + ticket.id() + " " + metadata.eventId() + " none");
        }
    }

    record TenantListener(Seen seen) {
        @KafkaListener(topics = "${own.topic}", groupId = "${own.topic}-tenant")
        void on(Tenant tenant, Ticket ticket, EventMetadata metadata) {
            seen.values.add("method " + ticket.id() + " " + metadata.eventId() + " " + tenant.name());
        }
    }

    @KafkaListener(topics = "${own.topic}", groupId = "${own.topic}-class")
    record ClassListener(Seen seen) {
        @KafkaHandler
        void on(Ticket ticket, EventMetadata metadata) {
            seen.values.add("class " + ticket.id() + " " + metadata.eventId());
        }
    }

    record MetadataListener(Seen seen) {
        @KafkaListener(topics = "${own.topic}", groupId = "${own.topic}-alone")
        void on(EventMetadata metadata) {
            seen.values.add("alone " + metadata.eventId());
        }
    }

    static final class PlainListener {
        final Queue<Plain> seen = new ConcurrentLinkedQueue<>();

        @KafkaListener(topics = "own-plain-json", groupId = "own-plain")
        void on(Plain plain) {
            seen.add(plain);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @AutoConfigurationPackage
    abstract static class Service {

        @Bean
        Seen seen() {
            return new Seen();
        }

        @Bean
        ClassListener classListener(Seen seen) {
            return new ClassListener(seen);
        }

        @Bean
        MetadataListener metadataListener(Seen seen) {
            return new MetadataListener(seen);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithConverter extends Service {

        @Bean
        RecordMessageConverter converter() {
            return new JacksonJsonMessageConverter();
        }

        @Bean
        NewTopic plainTopic() {
            return new NewTopic("own-plain-json", 1, (short) 1);
        }

        @Bean
        MethodListener methodListener(Seen seen) {
            return new MethodListener(seen);
        }

        @Bean
        PlainListener plainListener() {
            return new PlainListener();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithResolver extends Service {

        @Bean
        KafkaListenerConfigurer configurer() {
            return registrar -> registrar.setCustomMethodArgumentResolvers(new TenantResolver("resolved"));
        }

        @Bean
        TenantListener tenantListener(Seen seen) {
            return new TenantListener(seen);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithFactory extends Service {

        @Bean
        KafkaListenerConfigurer configurer() {
            DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory();
            factory.setCustomArgumentResolvers(List.of(new TenantResolver("by factory")));
            factory.afterPropertiesSet();
            return registrar -> registrar.setMessageHandlerMethodFactory(factory);
        }

        @Bean
        TenantListener tenantListener(Seen seen) {
            return new TenantListener(seen);
        }
    }
}
