package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.integration.Starter;
import com.bookstore.events.outbox.OutboxEventPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class OutboxRelayAutoConfigurationTests {

    private static final String EXPOSED = "management.endpoints.web.exposure.include=outbox";
    private static final String NO_RELAY = "bookstore.events.outbox.relay=false";

    private final ApplicationContextRunner runner = Starter.runner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
            .withPropertyValues("spring.datasource.generate-unique-name=true", "bookstore.events.outbox.enabled=true");

    @Test
    void showsAnEmptyOutboxByMetersAndHealth() {
        runner.withBean(SimpleMeterRegistry.class).withPropertyValues(EXPOSED).run(context -> {
            OutboxHealthIndicator health = context.getBean(OutboxHealthIndicator.class);
            await().untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
            assertThat(health.health().getDetails())
                    .containsEntry("pending", 0L)
                    .containsEntry("partitions", 64);

            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("bookstore.events.outbox.pending").gauge().value())
                    .isZero();
            assertThat(meters.get("bookstore.events.outbox.oldest.age").gauge().value())
                    .isZero();
            OutboxEndpoint.State state = (OutboxEndpoint.State)
                    context.getBean(OutboxEndpoint.class).outbox(null).getBody();
            assertThat(state.relays()).singleElement().satisfies(relay -> assertThat(relay.count())
                    .isEqualTo(64));
            assertThat(state.unownedPartitions()).isEmpty();
        });
    }

    @Test
    void hasItsDefaults() {
        runner.withPropertyValues(NO_RELAY).run(context -> {
            OutboxRelayProperties properties = context.getBean(OutboxRelayProperties.class);
            assertThat(properties.health().oldestAge()).isEqualTo(Duration.ofMinutes(5));
            assertThat(properties.endpoint().allowWrites()).isFalse();
        });
    }

    @Test
    void hasAnEndpointOnlyIfItIsExposed() {
        runner.withPropertyValues(NO_RELAY)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OutboxEndpoint.class));
        runner.withPropertyValues(NO_RELAY, EXPOSED, "management.endpoint.outbox.access=NONE")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OutboxEndpoint.class));
    }

    @Test
    void hasAnEndpointAndNoHealthWhereAnotherApplicationRelays() {
        runner.withPropertyValues(NO_RELAY, EXPOSED).run(context -> {
            assertThat(context).doesNotHaveBean(OutboxHealthIndicator.class).doesNotHaveBean(BacklogWatch.class);
            assertThat(context.getBean(OutboxEndpoint.class).outbox(null).getStatus())
                    .isEqualTo(200);
        });
    }

    @Test
    void hasNeitherWithoutAnOutbox() {
        runner.withPropertyValues("bookstore.events.outbox.enabled=false", EXPOSED)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(OutboxEndpoint.class)
                        .doesNotHaveBean(OutboxHealthIndicator.class)
                        .doesNotHaveBean(OutboxRelayProperties.class));
    }

    @Test
    void relaysWithoutTheActuator() {
        runner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
                .withPropertyValues(EXPOSED)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(RelayThread.class)
                        .hasSingleBean(OutboxHealthIndicator.class)
                        .doesNotHaveBean("outboxEndpoint"));
        runner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class, HealthIndicator.class))
                .withPropertyValues(EXPOSED)
                .run(context -> assertThat(context)
                        .hasSingleBean(OutboxEventPublisher.class)
                        .doesNotHaveBean("outboxHealthIndicator"));
    }

    @Test
    void relaysWithoutMicrometer() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer.core")).run(context -> {
            assertThat(context).hasNotFailed();
            BacklogWatch watch = context.getBean(BacklogWatch.class);
            await().until(() -> watch.seen() != null);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"management.health.outbox.enabled=false", "management.health.defaults.enabled=false"})
    void hasNoHealthWhereThatIsSwitchedOff(String property) {
        runner.withPropertyValues(property)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OutboxHealthIndicator.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"outboxHealthIndicator", "outboxHealthContributor"})
    void backsOffFromTheServicesOwnHealth(String name) {
        runner.withBean(name, HealthIndicator.class, () -> () -> Health.up().build())
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OutboxHealthIndicator.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"999ms", "-1s", "3651d"})
    void anAgeOutOfItsRangeStopsTheStart(String age) {
        runner.withPropertyValues("bookstore.events.outbox.health.oldest-age=" + age)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageStartingWith("bookstore.events.outbox.health.oldest-age must"));
    }
}
