package com.bookstore.events.publishing;

import com.bookstore.events.observability.EventRecorder;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The circuit breaker in front of the publisher, where it is switched on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("bookstore.events.publishing.circuit-breaker.enabled")
class CircuitBreakerConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(CircuitBreaker.class)
    static class Resilience4j {

        private static final int TRIALS = 3;

        @Bean
        EventPublisherDecorator circuitBreakerDecorator(
                PublishingProperties properties, EventRoutes routes, EventRecorder recorder) {
            CircuitBreaker breaker = breaker(properties.circuitBreaker());
            return publisher -> new CircuitBreakingEventPublisher(publisher, breaker, routes, recorder);
        }

        static CircuitBreaker breaker(PublishingProperties.Breaker settings) {
            return CircuitBreaker.of(
                    "bookstore-events",
                    CircuitBreakerConfig.custom()
                            .failureRateThreshold(settings.failureRateThreshold())
                            .minimumNumberOfCalls(settings.minimumCalls())
                            .slidingWindowSize(settings.window())
                            .waitDurationInOpenState(settings.openDuration())
                            .permittedNumberOfCallsInHalfOpenState(TRIALS)
                            .build());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("io.github.resilience4j.circuitbreaker.CircuitBreaker")
    static class Missing {

        @Bean
        EventPublisherDecorator circuitBreakerDecorator() {
            throw new MissingCircuitBreakerException();
        }
    }

    /** Puts something in front of the publisher. */
    @FunctionalInterface
    interface EventPublisherDecorator {

        DirectEventPublisher decorate(DirectEventPublisher publisher);
    }
}
