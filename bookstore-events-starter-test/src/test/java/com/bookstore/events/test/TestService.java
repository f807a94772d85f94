package com.bookstore.events.test;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.EventPublishingException;
import com.bookstore.events.publishing.PublishedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service in this JVM: its context, and what became of what it published. */
final class TestService implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final Duration startTime;

    private TestService(ConfigurableApplicationContext context, Duration startTime) {
        this.context = context;
        this.startTime = startTime;
    }

    static TestService start(Class<?> configuration, String bootstrapServers, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=test-service", "--spring.kafka.bootstrap-servers=" + bootstrapServers));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        long start = System.nanoTime();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(arguments.toArray(String[]::new));
        return new TestService(context, since(start));
    }

    Duration startTime() {
        return startTime;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Publishes and waits for the outcome. */
    Attempt publish(DomainEvent event) throws InterruptedException {
        EventPublisher publisher = context.getBean(EventPublisher.class);
        long start = System.nanoTime();
        CompletableFuture<PublishedEvent> future = publisher.publish(event);
        Duration call = since(start);
        try {
            future.get(5, TimeUnit.MINUTES);
            return new Attempt(call, since(start), null);
        } catch (ExecutionException failure) {
            return new Attempt(call, since(start), (EventPublishingException) failure.getCause());
        } catch (TimeoutException hanging) {
            throw new AssertionError("the future is not complete after five minutes", hanging);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        context.close();
    }

    /** How long the call took, how long the future, and what it failed with. */
    record Attempt(Duration call, Duration future, @Nullable EventPublishingException failure) {

        boolean succeeded() {
            return failure == null;
        }
    }
}
