package com.bookstore.events.deadletter.breaker;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.ObservabilityAutoConfiguration;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provides the breakers of the listeners, and shows those that are open. */
@AutoConfiguration(after = ObservabilityAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "bookstore.events.dead-letter.breaker.enabled", matchIfMissing = true)
@EnableConfigurationProperties(BreakerProperties.class)
public final class BreakerAutoConfiguration {

    BreakerAutoConfiguration() {}

    @Bean
    ListenerBreakers listenerBreakers(BreakerProperties properties, EventRecorder recorder) {
        return new ListenerBreakers(properties, recorder, Clock.systemUTC());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("listenerBreaker")
    @ConditionalOnMissingBean(name = {"listenerBreakerHealthIndicator", "listenerBreakerHealthContributor"})
    static class HealthConfiguration {

        @Bean
        ListenerBreakerHealthIndicator listenerBreakerHealthIndicator(ListenerBreakers breakers) {
            return new ListenerBreakerHealthIndicator(breakers);
        }
    }
}
