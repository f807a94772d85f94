package com.bookstore.events.deadletter.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.integration.Starter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.DefaultErrorHandler;

class BreakerAutoConfigurationTests {

    private static final String BREAKER = "bookstore.events.dead-letter.breaker.";

    private final ApplicationContextRunner runner = Starter.runner();

    @Test
    void isOnAndWatchesEachListener() {
        runner.withBean(Listeners.class).run(context -> {
            assertThat(context.getBean("eventErrorHandler")).isInstanceOf(BreakerErrorHandler.class);
            assertThat(context.getBean(ListenerBreakers.class).all())
                    .extracting(ListenerBreaker::listener)
                    .containsExactlyInAnyOrder("one", "other");
        });
    }

    @Test
    void canBeSwitchedOff() {
        runner.withPropertyValues(BREAKER + "enabled=false").run(context -> {
            assertThat(context)
                    .doesNotHaveBean(ListenerBreakers.class)
                    .doesNotHaveBean("listenerBreakerHealthIndicator");
            assertThat(context.getBean("eventErrorHandler")).isExactlyInstanceOf(DefaultErrorHandler.class);
        });
    }

    @Test
    void pausesTwiceAsLongEachTimeFromTenSecondsToAMinute() {
        runner.run(context -> {
            BreakerProperties properties = context.getBean(BreakerProperties.class);

            assertThat(properties.failures()).isEqualTo(5);
            assertThat(properties.maxProbes()).isEqualTo(10);
            assertThat(properties.pauseAfter(0)).isEqualTo(Duration.ofSeconds(10));
            assertThat(properties.pauseAfter(2)).isEqualTo(Duration.ofSeconds(40));
            assertThat(properties.pauseAfter(3)).isEqualTo(Duration.ofSeconds(60));
            assertThat(properties.pauseAfter(1_000_000)).isEqualTo(Duration.ofSeconds(60));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"failures=0", "probe-interval=0s", "max-probe-interval=1s", "max-probes=0"})
    void refusesSettingsThatMakeNoSense(String setting) {
        runner.withPropertyValues(BREAKER + setting).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageStartingWith(BREAKER + setting.substring(0, setting.indexOf('='))));
    }

    @Test
    void healthCanBeSwitchedOffOrReplacedOrMissing() {
        runner.withPropertyValues("management.health.listenerBreaker.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("listenerBreakerHealthIndicator"));
        runner.withBean("listenerBreakerHealthContributor", HealthIndicator.class, () -> () -> null)
                .run(context -> assertThat(context).doesNotHaveBean("listenerBreakerHealthIndicator"));
        runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class)).run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(ListenerBreakers.class)
                .doesNotHaveBean("listenerBreakerHealthIndicator"));
        runner.run(context -> assertThat(context).hasSingleBean(ListenerBreakerHealthIndicator.class));
    }

    @EnableKafka
    static class Listeners {

        @KafkaListener(id = "one", topics = "one")
        void one(String value) {}

        @KafkaListener(id = "other", topics = "other", batch = "true")
        void other(List<String> values) {}
    }
}
