package com.bookstore.events.observability;

import com.bookstore.events.observability.MicrometerEventRecorder.PublishTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Records and traces what happens to events: in Micrometer where a registry and a tracer are, else nowhere. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration"
        })
public final class ObservabilityAutoConfiguration {

    ObservabilityAutoConfiguration() {}

    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Tracer.class)
    @ConditionalOnBean({Tracer.class, ObservationRegistry.class})
    @ConditionalOnMissingBean(EventTracing.class)
    static class Tracing {

        @Bean
        EventTracing eventTracing(Tracer tracer, ObservationRegistry registry) {
            return tracer == Tracer.NOOP || registry.isNoop() ? EventTracing.NO_OP : new ObservedEventTracing(registry);
        }
    }

    @Order(2)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(EventTracing.class)
    static class NoTracing {

        @Bean
        EventTracing eventTracing() {
            return EventTracing.NO_OP;
        }
    }

    @Order(3)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnMissingBean(EventRecorder.class)
    static class Micrometer {

        @Bean
        EventRecorder eventRecorder(MeterRegistry registry, EventTracing tracing) {
            PublishTimer timer = tracing instanceof ObservedEventTracing
                    ? PublishTimer.OF_THE_OBSERVATION
                    : PublishTimer.OF_THE_RECORDER;
            return new MicrometerEventRecorder(registry, timer, Clock.systemUTC());
        }
    }

    @Order(4)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(EventRecorder.class)
    static class Nothing {

        @Bean
        EventRecorder eventRecorder() {
            return EventRecorder.NO_OP;
        }
    }
}
