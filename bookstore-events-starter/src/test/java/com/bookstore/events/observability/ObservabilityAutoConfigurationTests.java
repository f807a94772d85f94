package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.integration.Starter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ObservabilityAutoConfigurationTests {

    private final ApplicationContextRunner runner = Starter.runner();

    @Test
    void recordsNothingWithoutARegistry() {
        runner.run(context -> assertThat(context).getBean(EventRecorder.class).isSameAs(EventRecorder.NO_OP));
    }

    @Test
    void recordsNothingWithoutMicrometer() {
        runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context -> assertThat(context).getBean(EventRecorder.class).isSameAs(EventRecorder.NO_OP));
    }

    @Test
    void countsInTheRegistry() {
        runner.withBean(SimpleMeterRegistry.class).run(context -> {
            context.getBean(EventRecorder.class).sent("books", "bookCreated");

            assertThat(context.getBean(MeterRegistry.class)
                            .get("kafka.messages.sent")
                            .tags("topic", "books", "type", "bookCreated")
                            .counter()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void countsInTheRegistryThatBootConfigures() {
        runner.withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class))
                .run(context ->
                        assertThat(context).getBean(EventRecorder.class).isInstanceOf(MicrometerEventRecorder.class));
    }

    @Test
    void backsOffWhenTheServiceBringsItsOwnRecorder() {
        EventRecorder own = new EventRecorder() {};

        runner.withBean(SimpleMeterRegistry.class)
                .withBean(EventRecorder.class, () -> own)
                .run(context -> assertThat(context).getBean(EventRecorder.class).isSameAs(own));
    }

    @Test
    void tracesWithTheTracerThatBootConfigures() {
        traced().run(context -> {
            assertThat(context).getBean(EventTracing.class).isInstanceOf(ObservedEventTracing.class);

            context.getBean(EventRecorder.class).published("books", "bookCreated", 1, null);
            assertThat(context.getBean(MeterRegistry.class)
                            .find(ObservedEventTracing.PUBLISH)
                            .meters())
                    .isEmpty();
        });
    }

    @Test
    void tracesNothingWithoutMicrometerTracing() {
        traced().withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
                .run(context -> assertThat(context).getBean(EventTracing.class).isSameAs(EventTracing.NO_OP));
    }

    @Test
    void tracesNothingWithoutABridge() {
        runner.withConfiguration(AutoConfigurations.of(
                        ObservationAutoConfiguration.class,
                        NoopTracerAutoConfiguration.class,
                        MicrometerTracingAutoConfiguration.class))
                .withBean(SimpleMeterRegistry.class)
                .run(context -> {
                    assertThat(context).hasSingleBean(Tracer.class);
                    assertThat(context).getBean(EventTracing.class).isSameAs(EventTracing.NO_OP);

                    context.getBean(EventRecorder.class).published("books", "bookCreated", 1, null);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get(ObservedEventTracing.PUBLISH)
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Test
    void observationsCanBeSwitchedOff() {
        traced().withPropertyValues("management.observations.enable.bookstore.events=false")
                .run(context -> {
                    RecordHeaders headers = new RecordHeaders();

                    context.getBean(EventTracing.class)
                            .publishing("books", "bookCreated", "id", headers)
                            .close();

                    assertThat(headers).isEmpty();
                });
    }

    @Test
    void theTracerWritesTheHeaderOfItsTrace() {
        traced().run(context -> {
            RecordHeaders headers = new RecordHeaders();

            context.getBean(EventTracing.class)
                    .publishing("books", "bookCreated", "id", headers)
                    .close();

            assertThat(headers).extracting(Header::key).containsExactly("traceparent");
        });
    }

    @Test
    void tracesNothingThatNobodyObserves() {
        runner.withBean(Tracer.class, () -> Mockito.mock(Tracer.class))
                .withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> assertThat(context).getBean(EventTracing.class).isSameAs(EventTracing.NO_OP));
    }

    private ApplicationContextRunner traced() {
        return runner.withBean(SimpleMeterRegistry.class)
                .withConfiguration(AutoConfigurations.of(
                        ObservationAutoConfiguration.class,
                        OpenTelemetrySdkAutoConfiguration.class,
                        OpenTelemetryTracingAutoConfiguration.class,
                        NoopTracerAutoConfiguration.class,
                        MicrometerTracingAutoConfiguration.class));
    }
}
