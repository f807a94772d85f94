package com.bookstore.alone;

import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.PublishedEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.util.ClassUtils;

/** Publishes one event, waits until its own listener has it, and says so on standard output. */
@SpringBootApplication
public class AloneApplication {

    private static final long TIMEOUT_SECONDS = 60;

    private final CompletableFuture<AloneEvent> received = new CompletableFuture<>();

    @KafkaListener(topics = "alone-events", groupId = "alone")
    void on(AloneEvent event) {
        received.complete(event);
    }

    /**
     * Runs the service until it has handled its event.
     *
     * @param args Spring's command line
     */
    public static void main(String[] args) throws InterruptedException, ExecutionException, TimeoutException {
        try (ConfigurableApplicationContext context = SpringApplication.run(AloneApplication.class, args)) {
            PublishedEvent published = context.getBean(EventPublisher.class)
                    .publish(new AloneEvent("1", "hello"))
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            System.out.println("published " + published.metadata().eventId());
            AloneEvent event = context.getBean(AloneApplication.class).received.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            System.out.println("received " + event.text());
        }
        System.out.println("jackson2 " + isPresent("com.fasterxml.jackson.databind.ObjectMapper"));
        System.out.println("junit " + isPresent("org.junit.jupiter.api.Test"));
        System.out.println("micrometer " + isPresent("io.micrometer.core.instrument.MeterRegistry"));
    }

    private static boolean isPresent(String className) {
        return ClassUtils.isPresent(className, AloneApplication.class.getClassLoader());
    }
}
