package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.observability.EventRecorder.SkipReason;
import com.bookstore.events.observability.MicrometerEventRecorder.PublishTimer;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MicrometerCdcMetersTests {

    private final MockClock time = new MockClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, time);
    private final MicrometerEventRecorder recorder =
            new MicrometerEventRecorder(meters, PublishTimer.OF_THE_RECORDER, Clock.systemUTC());

    @BeforeEach
    void record() {
        recorder.changePublished("books", "UPDATE", 2, 30);
        recorder.changePublished("books", "UPDATE", 1, 40);
        recorder.changeSkipped("books", SkipReason.NO_ROW);
        recorder.changeFailed("books", "MALFORMED");
        recorder.changeSeen("books", 483, true);
        recorder.connectorAlive();
    }

    @Test
    void everyMeterStandsInTheDocumentedTable() throws IOException {
        String page = Files.readString(Path.of("../docs/observability.md"));
        assertThat(meters.getMeters()).hasSize(8).allSatisfy(meter -> assertThat(page)
                .contains("| `" + meter.getId().getName() + "` |"));
    }

    @Test
    void changesEventsAndLagAreCountedByTable() {
        assertThat(meters.get("bookstore.events.cdc.changes")
                        .tags("table", "books", "operation", "update")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get("bookstore.events.cdc.events").counter().count()).isEqualTo(3);
        assertThat(meters.get("bookstore.events.cdc.lag").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(70);
        assertThat(meters.get("bookstore.events.cdc.skipped")
                        .tags("reason", "no_row")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("bookstore.events.cdc.errors")
                        .tags("reason", "malformed")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void silenceGrowsUntilTheNextSign() {
        assertThat(silence()).isZero();
        time.add(7, TimeUnit.SECONDS);
        assertThat(silence()).isEqualTo(7);

        recorder.connectorAlive();
        time.add(1, TimeUnit.SECONDS);
        assertThat(silence()).isEqualTo(1);
    }

    private double silence() {
        return meters.get("bookstore.events.cdc.silence").timeGauge().value(TimeUnit.SECONDS);
    }

    @Test
    void gaugesShowWhatWasSeenLast() {
        assertThat(meters.get("bookstore.events.cdc.position").gauge().value()).isEqualTo(483);
        assertThat(meters.get("bookstore.events.cdc.snapshot").gauge().value()).isEqualTo(1);

        recorder.changeSeen("books", 484, false);

        assertThat(meters.get("bookstore.events.cdc.position").gauge().value()).isEqualTo(484);
        assertThat(meters.get("bookstore.events.cdc.snapshot").gauge().value()).isZero();
    }
}
