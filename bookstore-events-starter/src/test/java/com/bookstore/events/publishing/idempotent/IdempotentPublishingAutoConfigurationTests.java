package com.bookstore.events.publishing.idempotent;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.idempotency.IdempotencyStore;
import com.bookstore.events.integration.Starter;
import com.bookstore.events.publishing.idempotent.IdempotentPublication.Published;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.mock.MockProducerFactory;

class IdempotentPublishingAutoConfigurationTests {

    private static final String PREFIX = "bookstore.events.publishing.idempotent.";
    private static final DomainEvent EVENT = new UserRegisteredEvent(1L, "ada@example.org", List.of());

    private final ApplicationContextRunner runner = Starter.runner();
    private final ApplicationContextRunner withStore = runner.withBean(IdempotencyStore.class, TestStore::new);

    @Test
    void withoutAStoreThereIsNothing() {
        runner.run(context -> assertThat(context)
                .doesNotHaveBean(IdempotentEventPublisher.class)
                .doesNotHaveBean(Publications.class)
                .doesNotHaveBean(PublicationRetries.class));
    }

    @Test
    void aStoreBringsThePublisher() {
        withStore.run(context -> {
            assertThat(context).hasSingleBean(IdempotentEventPublisher.class);
            assertThat(context.getBean(PublicationRetries.class)).isInstanceOf(SpringRetries.class);
            assertThat(context.getBean(ClaimingEventPublisher.class).isRunning())
                    .isTrue();
        });
    }

    @Test
    void backsOffWhenTheServiceBringsItsOwn() {
        IdempotentEventPublisher own = new Own();

        withStore.withBean(IdempotentEventPublisher.class, () -> own).run(context -> assertThat(context)
                .getBean(IdempotentEventPublisher.class)
                .isSameAs(own));
    }

    @Test
    void publishesThroughTheProducerOfTheService() {
        MockProducer<Object, Object> producer =
                new MockProducer<>(true, null, (topic, key) -> new byte[1], (topic, value) -> (byte[]) value);

        withStore
                .withBean("eventProducerFactory", OwnProducerFactory.class, () -> new OwnProducerFactory(producer))
                .run(context -> {
                    IdempotentEventPublisher events = context.getBean(IdempotentEventPublisher.class);
                    assertThat(events.publish("k", EVENT)).isInstanceOf(Published.class);
                    events.publish("k", EVENT);
                    assertThat(producer.history()).hasSize(1);
                });
    }

    @Test
    void theStopOfTheServiceStopsThePublisher() {
        withStore.run(context -> {
            ClaimingEventPublisher events = context.getBean(ClaimingEventPublisher.class);
            context.close();
            assertThat(events.isRunning()).isFalse();
        });
    }

    @Test
    void retriesWithoutSpringRetryStopTheStart() {
        withStore.withClassLoader(withoutSpringRetry()).run(context -> {
            FailureAnalysis analysis = Starter.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .isEqualTo(PREFIX + "retry.attempts is 3, but spring-retry is not on the class path");
            assertThat(analysis.getAction())
                    .contains("org.springframework.retry:spring-retry")
                    .contains(PREFIX + "retry.attempts=1");
        });
    }

    @Test
    void oneAttemptNeedsNoSpringRetry() {
        withStore
                .withClassLoader(withoutSpringRetry())
                .withPropertyValues(PREFIX + "retry.attempts=1")
                .run(context -> {
                    assertThat(context).hasSingleBean(IdempotentEventPublisher.class);
                    assertThat(context.getBean(PublicationRetries.class)).isSameAs(PublicationRetries.NONE);
                });
    }

    @Test
    void withoutAStoreSpringRetryIsNotMissed() {
        runner.withClassLoader(withoutSpringRetry())
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bookstore.events.publishing.delivery-timeout=55s",
                "bookstore.events.publishing.max-block=30s",
                "spring.kafka.producer.properties[delivery.timeout.ms]=55000"
            })
    void aLeaseThatAnEventCouldOutlastStopsTheStart(String setting) {
        withStore.withPropertyValues(setting).run(context -> {
            FailureAnalysis analysis = Starter.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .startsWith(
                            "bookstore.events.idempotency.lease is 60000 ms, but an event may be under way for 60000");
            assertThat(analysis.getAction())
                    .startsWith("Set bookstore.events.idempotency.lease=91s,")
                    .contains("bookstore.events.publishing.delivery-timeout");
        });
    }

    @Test
    void theLeaseIsThatOfTheStore() {
        withStore
                .withPropertyValues(
                        "bookstore.events.idempotency.lease=61s", "bookstore.events.publishing.delivery-timeout=55s")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "deadline=0s, deadline must be at least 1ms",
        "in-progress-wait=-1s, in-progress-wait must not be negative",
        "batch-size=0, batch-size must be at least 1",
        "batch-size=1001, batch-size must be at least 1 and at most 1000",
        "max-pending=0, max-pending must be at least 1",
        "max-block=-1s, max-block must not be negative",
        "stop-timeout=-1s, stop-timeout must not be negative",
        "retry.attempts=0, retry.attempts must be at least 1",
        "retry.delay=0s, retry.delay must be at least 1ms",
        "retry.multiplier=0.5, retry.multiplier must be at least 1",
        "retry.max-delay=10ms, retry.max-delay must not be shorter than delay"
    })
    void aValueThatMakesNoSenseStopsTheStart(String setting, String message) {
        withStore.withPropertyValues(PREFIX + setting).run(context -> assertThat(
                        Starter.analysis(context.getStartupFailure()).getDescription())
                .contains(PREFIX + message));
    }

    @Test
    void theDeadlineIsFiveSecondsForEachAttemptUnlessSet() {
        withStore.withPropertyValues(PREFIX + "retry.attempts=4").run(context -> assertThat(
                        context.getBean(IdempotentPublishingProperties.class).effectiveDeadline())
                .isEqualTo(Duration.ofSeconds(20)));
        withStore.withPropertyValues(PREFIX + "deadline=7s").run(context -> assertThat(
                        context.getBean(IdempotentPublishingProperties.class).effectiveDeadline())
                .isEqualTo(Duration.ofSeconds(7)));
    }

    private static FilteredClassLoader withoutSpringRetry() {
        return new FilteredClassLoader("org.springframework.retry", "org.springframework.classify");
    }

    static final class OwnProducerFactory extends MockProducerFactory<Object, Object> {

        OwnProducerFactory(MockProducer<Object, Object> producer) {
            super(() -> producer);
        }
    }

    private static final class Own implements IdempotentEventPublisher {
        @Override
        public IdempotentPublication publish(String idempotencyKey, DomainEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<IdempotentPublication> publishAsync(String idempotencyKey, DomainEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<CompletableFuture<IdempotentPublication>> publishAll(List<Keyed> events) {
            throw new UnsupportedOperationException();
        }
    }
}
