package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.TestService;
import com.bookstore.events.publishing.EventPublisher;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;

class VirtualThreadsIntegrationTests {

    @Test
    void listenersRunOnPlatformThreadsByDefault() {
        assertThat(threadOfAHandler("vt-off")).doesNotContain("VirtualThread");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void listenersRunOnVirtualThreadsWhereTheApplicationTurnsThemOn() {
        assertThat(threadOfAHandler("vt-on", "spring.threads.virtual.enabled=true"))
                .contains("VirtualThread");
    }

    private static String threadOfAHandler(String name, String... properties) {
        try (ConfigurableApplicationContext context = TestService.start(Service.class, name, properties)) {
            context.getBean(EventPublisher.class).publish(new Turn(name)).join();
            Listener listener = context.getBean(Listener.class);
            await().until(() -> !listener.threads.isEmpty());
            return listener.threads.peek();
        }
    }

    @EventType(name = "vtTurn", topic = "vt-turns")
    record Turn(String name) implements DomainEvent {
        @Override
        public String key() {
            return name;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @AutoConfigurationPackage
    static class Service {
        @Bean
        Listener listener() {
            return new Listener();
        }
    }

    static class Listener {
        final Queue<String> threads = new ConcurrentLinkedQueue<>();

        @KafkaListener(topics = "vt-turns")
        void on(Turn turn) {
            threads.add(Thread.currentThread().toString());
        }
    }
}
