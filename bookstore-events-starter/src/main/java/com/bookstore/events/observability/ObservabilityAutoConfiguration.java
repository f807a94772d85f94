package com.bookstore.events.observability;

import com.bookstore.events.observability.MicrometerEventRecorder.PublishTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Records what happens to events: in Micrometer where a registry is, else nowhere. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
public final class ObservabilityAutoConfiguration {

    ObservabilityAutoConfiguration() {}

    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnMissingBean(EventRecorder.class)
    static class Micrometer {

        @Bean
        EventRecorder eventRecorder(MeterRegistry registry) {
            return new MicrometerEventRecorder(registry, PublishTimer.OF_THE_RECORDER, Clock.systemUTC());
        }
    }

    @Order(2)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(EventRecorder.class)
    static class Nothing {

        @Bean
        EventRecorder eventRecorder() {
            return EventRecorder.NO_OP;
        }
    }
}
