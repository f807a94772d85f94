package com.bookstore.events.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.integration.Starter;
import com.bookstore.events.type.EventTypeRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.mock.MockProducerFactory;

class PublishingAutoConfigurationTests {

    private static final String BREAKER = "bookstore.events.publishing.circuit-breaker.";

    private final ApplicationContextRunner runner = Starter.runner();

    @Test
    void publishesStraightToKafkaBesideBootsOwnBeans() {
        runner.run(context -> {
            assertThat(context).getBean(EventPublisher.class).isInstanceOf(KafkaEventPublisher.class);
            assertThat(context)
                    .hasBean("eventProducerFactory")
                    .hasBean("eventKafkaTemplate")
                    .hasBean("kafkaProducerFactory")
                    .hasBean("kafkaTemplate");
            assertThat(context.getBean(ProducerFactory.class)).isSameAs(context.getBean("kafkaProducerFactory"));
            assertThat(context.getBean(KafkaTemplate.class)).isSameAs(context.getBean("kafkaTemplate"));
        });
    }

    @Test
    void theTemplateServesRetryTopicsToo() {
        runner.run(context -> assertThat(context.getBean("defaultRetryTopicKafkaTemplate"))
                .isSameAs(context.getBean("eventKafkaTemplate")));
    }

    @Test
    void aTemplateOfTheServicesForRetryTopicsIsKept() {
        KafkaTemplate<Object, Object> own = new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(Map.of()));

        runner.withBean("defaultRetryTopicKafkaTemplate", KafkaTemplate.class, () -> own)
                .run(context -> {
                    assertThat(context.getBean("defaultRetryTopicKafkaTemplate"))
                            .isSameAs(own);
                    assertThat(context.getBean("eventKafkaTemplate")).isNotSameAs(own);
                });
    }

    @Test
    void backsOffWhenTheServiceBringsItsOwnTemplate() {
        KafkaTemplate<Object, Object> own = new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(Map.of()));

        runner.withBean("eventKafkaTemplate", KafkaTemplate.class, () -> own)
                .run(context ->
                        assertThat(context.getBean("eventKafkaTemplate")).isSameAs(own));
    }

    @Test
    void backsOffWhenTheServiceBringsItsOwnPublisher() {
        EventPublisher own = new EventPublisher() {
            @Override
            public CompletableFuture<PublishedEvent> publish(DomainEvent event) {
                return new CompletableFuture<>();
            }

            @Override
            public CompletableFuture<PublishedEvent> publish(EventEnvelope<?> envelope) {
                return new CompletableFuture<>();
            }
        };

        runner.withBean(EventPublisher.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(EventPublisher.class).isSameAs(own));
    }

    @Test
    void publishesThroughTheServicesOwnProducerFactory() {
        MockProducer<Object, Object> producer =
                new MockProducer<>(true, null, (topic, key) -> new byte[1], (topic, value) -> (byte[]) value);

        runner.withBean("eventProducerFactory", OwnProducerFactory.class, () -> new OwnProducerFactory(producer))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    context.getBean(EventPublisher.class)
                            .publish(new UserRegisteredEvent(1L, "ada@example.org", List.of()))
                            .join();
                    assertThat(producer.history()).hasSize(1);
                });
    }

    @Test
    void theSourceOfEventsIsTheNameOfTheService() {
        runner.run(context -> assertThat(source(context)).isEqualTo("bookshop"));
        runner.withPropertyValues("bookstore.events.source=shop-17")
                .run(context -> assertThat(source(context)).isEqualTo("shop-17"));
        runner.withPropertyValues("spring.application.name=")
                .run(context -> assertThat(source(context)).isEqualTo("application"));
    }

    @Test
    void theCircuitBreakerIsThereWhenItIsSwitchedOn() {
        runner.withPropertyValues(BREAKER + "enabled=true").run(context -> assertThat(context)
                .getBean(EventPublisher.class)
                .isInstanceOf(CircuitBreakingEventPublisher.class));
    }

    @Test
    void nothingIsMissingWithoutResilience4jUnlessTheCircuitBreakerIsSwitchedOn() {
        runner.withClassLoader(new FilteredClassLoader("io.github.resilience4j"))
                .run(context ->
                        assertThat(context).getBean(EventPublisher.class).isInstanceOf(KafkaEventPublisher.class));
    }

    @Test
    void aCircuitBreakerWithoutResilience4jStopsTheStart() {
        runner.withClassLoader(new FilteredClassLoader("io.github.resilience4j"))
                .withPropertyValues(BREAKER + "enabled=true")
                .run(context -> {
                    var analysis = Starter.analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .isEqualTo(
                                    "bookstore.events.publishing.circuit-breaker.enabled is true, but resilience4j is"
                                            + " not on the class path");
                    assertThat(analysis.getAction())
                            .contains("io.github.resilience4j:resilience4j-circuitbreaker")
                            .contains("bookstore.events.publishing.circuit-breaker.enabled=false");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "max-block=-1s, max-block must not be negative",
        "delivery-timeout=-1s, delivery-timeout must be at least 100ms",
        "delivery-timeout=0s, delivery-timeout must be at least 100ms",
        "delivery-timeout=100d, delivery-timeout must be at least 100ms and at most 24 days",
        "circuit-breaker.failure-rate-threshold=0, circuit-breaker.failure-rate-threshold must be above 0",
        "circuit-breaker.failure-rate-threshold=101, circuit-breaker.failure-rate-threshold must be above 0",
        "circuit-breaker.minimum-calls=0, circuit-breaker.minimum-calls must be at least 1",
        "circuit-breaker.window=0, circuit-breaker.window must be at least 1",
        "circuit-breaker.open-duration=0s, circuit-breaker.open-duration must be at least 1ms",
        "circuit-breaker.open-duration=-1s, circuit-breaker.open-duration must be at least 1ms"
    })
    void aValueThatMakesNoSenseStopsTheStart(String setting, String message) {
        runner.withPropertyValues("bookstore.events.publishing." + setting).run(context -> assertThat(
                        Starter.analysis(context.getStartupFailure()).getDescription())
                .contains("bookstore.events.publishing." + message));
    }

    @Test
    void anSslBundleThatDoesNotExistStopsTheStart() {
        runner.withPropertyValues("spring.kafka.producer.ssl.bundle=nowhere")
                .run(context ->
                        assertThat(context).getFailure().hasRootCauseInstanceOf(NoSuchSslBundleException.class));
    }

    private static String source(AssertableApplicationContext context) {
        return context.getBean(EventMetadataFactory.class)
                .create(context.getBean(EventTypeRegistry.class).get(UserRegisteredEvent.class))
                .source();
    }

    static final class OwnProducerFactory extends MockProducerFactory<Object, Object> {

        OwnProducerFactory(MockProducer<Object, Object> producer) {
            super(() -> producer);
        }
    }
}
