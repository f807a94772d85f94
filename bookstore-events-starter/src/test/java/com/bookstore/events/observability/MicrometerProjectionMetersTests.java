package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.observability.MicrometerEventRecorder.PublishTimer;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerProjectionMetersTests {

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final MicrometerEventRecorder recorder =
            new MicrometerEventRecorder(meters, PublishTimer.OF_THE_RECORDER, Clock.systemUTC());

    @Test
    void everyMeterStandsInTheDocumentedTable() throws IOException {
        recorder.projected("sales", 3, 7);
        recorder.projectionFailed("sales");
        recorder.projectionLag("sales", 3, 4, true);

        String page = Files.readString(Path.of("../docs/observability.md"));
        assertThat(meters.getMeters()).hasSize(6).allSatisfy(meter -> assertThat(page)
                .contains("| `" + meter.getId().getName() + "` |"));
    }

    @Test
    void eachProjectionIsShownAsItWasSeenLast() {
        recorder.projectionLag("sales", 5, 1_000, true);
        recorder.projectionLag("stock", 7, 2_000, false);
        recorder.projectionLag("sales", 3, 4_000, false);

        assertThat(gauge("lag", "sales")).isEqualTo(3);
        assertThat(gauge("lag", "stock")).isEqualTo(7);
        assertThat(gauge("failed", "sales")).isZero();
        assertThat(gauge("lag.age", "sales")).isEqualTo(4);
        clock.add(Duration.ofSeconds(2));
        assertThat(gauge("lag.age", "sales")).isEqualTo(6);
        recorder.projectionLag("sales", 0, 0, true);
        assertThat(gauge("lag.age", "sales")).isZero();
        assertThat(gauge("failed", "sales")).isEqualTo(1);
    }

    @Test
    void eventsAreCountedAndBatchesTimed() {
        recorder.projected("sales", 3, 7);
        recorder.projected("sales", 4, 9);

        assertThat(meters.get("bookstore.events.projection.events").counter().count())
                .isEqualTo(7);
        assertThat(meters.get("bookstore.events.projection.batch").timer().totalTime(TimeUnit.NANOSECONDS))
                .isEqualTo(16);
    }

    private double gauge(String name, String projection) {
        return meters.get("bookstore.events.projection." + name)
                .tag("projection", projection)
                .gauge()
                .value();
    }
}
