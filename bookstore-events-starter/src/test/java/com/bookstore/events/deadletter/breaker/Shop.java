package com.bookstore.events.deadletter.breaker;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.TestService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;

/** A service whose listeners need something that is away at times. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@AutoConfigurationPackage
class Shop {

    static final String SINGLE = "single";
    static final String BATCH = "batch";
    static final String INDEPENDENT = "independent";

    final Queue<Order> handled = new ConcurrentLinkedQueue<>();
    final Queue<Order> independent = new ConcurrentLinkedQueue<>();
    final AtomicInteger attempts = new AtomicInteger();
    volatile boolean away = true;

    static ConfigurableApplicationContext start(String topic, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "shop.topic=" + topic,
                "bookstore.events.topics.breaker-orders.name=" + topic,
                "bookstore.events.topics.dead-letter-queue.name=" + topic + "-dead",
                "bookstore.events.dead-letter.retry.max-retries=1",
                "bookstore.events.dead-letter.retry.delay=10ms",
                "bookstore.events.dead-letter.breaker.probe-interval=200ms",
                "bookstore.events.dead-letter.breaker.max-probe-interval=400ms"));
        all.addAll(List.of(properties));
        return TestService.start(Shop.class, topic, all.toArray(String[]::new));
    }

    @Bean
    static MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    @KafkaListener(id = SINGLE, topics = "${shop.topic}", autoStartup = "${shop.single:false}")
    void single(Order order) {
        handle(order);
    }

    @KafkaListener(id = BATCH, topics = "${shop.topic}", batch = "true", autoStartup = "${shop.batch:false}")
    void batch(List<Order> orders) {
        orders.forEach(this::handle);
    }

    @KafkaListener(id = INDEPENDENT, topics = "${shop.topic}", autoStartup = "${shop.independent:false}")
    void independent(Order order) {
        independent.add(order);
    }

    private void handle(Order order) {
        attempts.incrementAndGet();
        if (away || order.poison()) {
            throw new IllegalStateException("away");
        }
        handled.add(order);
    }

    /** An order, or one that nobody can handle. */
    @EventType(name = "breakerOrder", topic = "breaker-orders")
    record Order(String key, int number, boolean poison) implements DomainEvent {}
}
