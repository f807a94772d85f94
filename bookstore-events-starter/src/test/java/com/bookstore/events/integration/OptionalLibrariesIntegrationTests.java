package com.bookstore.events.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.publishing.EventPublisher;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;

/** Runs a service on a class path that lacks what only tests or other features bring. */
class OptionalLibrariesIntegrationTests {

    private static final List<String> ABSENT = List.of(
            "com.fasterxml.jackson.databind.ObjectMapper",
            "io.micrometer.core.instrument.MeterRegistry",
            "io.micrometer.tracing.Tracer",
            "org.springframework.boot.health.contributor.HealthIndicator",
            "io.github.resilience4j.circuitbreaker.CircuitBreaker",
            "org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer",
            "org.springframework.jdbc.core.JdbcTemplate",
            "org.springframework.data.redis.connection.RedisConnectionFactory",
            "com.github.benmanes.caffeine.cache.Caffeine");

    @Test
    void publishesAndListensWithoutWhatIsOptional() throws Exception {
        String bootstrapServers = TestBroker.bootstrapServers();
        try (URLClassLoader production =
                new URLClassLoader(classPath().toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThat(ABSENT).allSatisfy(name -> assertThatThrownBy(() -> production.loadClass(name))
                    .isInstanceOf(ClassNotFoundException.class));
            Thread.currentThread().setContextClassLoader(production);

            @SuppressWarnings("unchecked")
            UnaryOperator<String> roundTrip = (UnaryOperator<String>) production
                    .loadClass(RoundTrip.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(roundTrip.apply(bootstrapServers)).isEqualTo("ada@example.org from optional");
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }

    private static List<URL> classPath() throws Exception {
        List<URL> present = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            URL url = new File(entry).toURI().toURL();
            try (URLClassLoader alone = new URLClassLoader(new URL[] {url}, null)) {
                if (ABSENT.stream().allMatch(name -> alone.getResource(name.replace('.', '/') + ".class") == null)) {
                    present.add(url);
                }
            }
        }
        return present;
    }

    /** Takes the bootstrap servers, returns what a listener got. */
    public static final class RoundTrip implements UnaryOperator<String> {

        @Override
        public String apply(String bootstrapServers) {
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Service.class)
                    .run(
                            "--spring.application.name=optional",
                            "--spring.main.web-application-type=none",
                            "--bookstore.events.topics.user-events.name=optional-users",
                            "--spring.kafka.bootstrap-servers=" + bootstrapServers)) {
                context.getBean(EventPublisher.class)
                        .publish(new UserRegisteredEvent(1L, "ada@example.org", List.of()))
                        .join();
                return context.getBean(Listener.class).seen.poll(30, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    static final class Listener {
        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @KafkaListener(topics = "optional-users")
        void on(UserRegisteredEvent event, EventMetadata metadata) {
            seen.add(event.email() + " from " + metadata.source());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {

        @Bean
        Listener listener() {
            return new Listener();
        }
    }
}
