package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.integration.Starter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
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
}
