package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.integration.Starter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClusterAutoConfigurationTests {

    private final ApplicationContextRunner runner =
            Starter.runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new);

    @Test
    void observesTheBrokerWithItsDefaults() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(GroupLagMeters.class).hasSingleBean(KafkaHealthIndicator.class);
            ObservabilityProperties properties = context.getBean(ObservabilityProperties.class);
            assertThat(properties.groupLag().interval()).isEqualTo(Duration.ofSeconds(10));
            assertThat(properties.health().timeout()).isEqualTo(Duration.ofMillis(1_500));
            assertThat(properties.health().cache()).isEqualTo(Duration.ofSeconds(1));
        });
    }

    @Test
    void makesNoAdminClientUnlessSomethingIsAsked() {
        runner.withPropertyValues("spring.kafka.admin.client-id=bookshop-quiet")
                .run(context -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.contains("bookshop-quiet")));
    }

    @Test
    void doesNotMeasureTheLagWhereThatIsSwitchedOff() {
        runner.withPropertyValues("bookstore.events.observability.group-lag.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(GroupLagMeters.class));
    }

    @Test
    void doesNotMeasureTheLagWithoutARegistry() {
        Starter.runner().run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(GroupLagMeters.class));
    }

    @Test
    void doesNotMeasureTheLagWithoutMicrometer() {
        Starter.runner()
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("groupLagMeters"));
    }

    @Test
    void hasNoHealthWithoutBootsHealth() {
        runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class)).run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean("kafkaHealthIndicator")
                .hasSingleBean(GroupLagMeters.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"management.health.kafka.enabled=false", "management.health.defaults.enabled=false"})
    void hasNoHealthWhereThatIsSwitchedOff(String property) {
        runner.withPropertyValues(property)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KafkaHealthIndicator.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafkaHealthIndicator", "kafkaHealthContributor"})
    void backsOffFromTheServicesOwnHealth(String name) {
        runner.withBean(name, HealthIndicator.class, () -> () -> Health.up().build())
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KafkaHealthIndicator.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "group-lag.interval=99ms",
                "group-lag.interval=25h",
                "health.timeout=99ms",
                "health.timeout=61s",
                "health.cache=-1s",
                "health.cache=61s"
            })
    void aValueOutOfItsRangeStopsTheStart(String property) {
        String name = property.substring(0, property.indexOf('='));

        runner.withPropertyValues("bookstore.events.observability." + property).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageStartingWith("bookstore.events.observability." + name + " must"));
    }

    @Test
    void theClientIdOfTheApplicationsAdminIsNotTakenTwice() {
        runner.withPropertyValues(
                        "spring.kafka.admin.client-id=bookshop-observed",
                        "spring.kafka.bootstrap-servers=localhost:1",
                        "bookstore.events.observability.health.timeout=5s")
                .run(context -> {
                    context.getBean(KafkaHealthIndicator.class).health();

                    assertThat(Thread.getAllStackTraces().keySet())
                            .extracting(Thread::getName)
                            .anyMatch(name -> name.contains("bookshop-observed-observability"));
                });
    }

    @Test
    void isDownWhenTheBrokersNameDoesNotResolve() {
        runner.withPropertyValues("spring.kafka.bootstrap-servers=no-such-host.invalid:9092")
                .run(context -> {
                    Health health = context.getBean(KafkaHealthIndicator.class).health();

                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.getDetails()).containsOnlyKeys("error");
                });
    }
}
