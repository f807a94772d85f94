package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.observability.EventRecorder.DeadLetterOutcome;
import com.bookstore.events.observability.MicrometerEventRecorder.PublishTimer;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerEventRecorderTests {

    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

    private final MockClock micrometersClock = new MockClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, micrometersClock);
    private final MicrometerEventRecorder recorder =
            new MicrometerEventRecorder(meters, PublishTimer.OF_THE_RECORDER, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aRecordIsAsOldAsItsTimestampTells() {
        recorder.handedOver("books", "shop", NOW.minusMillis(1_500).toEpochMilli());

        assertThat(age().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1_500);
    }

    @Test
    void aRecordOfAClockThatIsAheadIsNew() {
        recorder.handedOver("books", "shop", NOW.plusSeconds(60).toEpochMilli());

        assertThat(age().count()).isEqualTo(1);
        assertThat(age().totalTime(TimeUnit.MILLISECONDS)).isZero();
    }

    @Test
    void aRecordWithoutATimestampHasNoAge() {
        recorder.handedOver("books", "shop", -1);

        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void aPublicationIsTimedUnlessAnObservationTimesIt() {
        recorder.published("books", "bookCreated", 7, null);
        new MicrometerEventRecorder(meters, PublishTimer.OF_THE_OBSERVATION, Clock.systemUTC())
                .published("books", "bookCreated", 7, null);

        Timer timer = meters.get("bookstore.events.publish")
                .tags("topic", "books", "type", "bookCreated", "error", "none")
                .timer();
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(7);
    }

    @Test
    void prometheusGetsTheDocumentedNames() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MicrometerEventRecorder prometheusRecorder =
                new MicrometerEventRecorder(prometheus, PublishTimer.OF_THE_RECORDER, Clock.systemUTC());

        prometheusRecorder.sent("books", "bookCreated");
        prometheusRecorder.sendFailed("books", "bookCreated", "REFUSED");
        prometheusRecorder.published("books", "bookCreated", 7, null);
        prometheusRecorder.received("books", "bookCreated");
        prometheusRecorder.handedOver("books", "shop", 0);
        prometheusRecorder.skipped("books", EventRecorder.SkipReason.UNKNOWN_TYPE);
        prometheusRecorder.processingFailed("books");
        prometheusRecorder.deadLettered("books");
        prometheusRecorder.idempotentPublication(EventRecorder.IdempotentOutcome.ALREADY_PUBLISHED);
        prometheusRecorder.unconfirmed();
        prometheusRecorder.outboxBacklog(1, 1, 1);
        prometheusRecorder.relayed(1, 7);
        prometheusRecorder.parked("books");

        assertThat(prometheus.scrape())
                .contains(
                        "kafka_messages_sent_total{",
                        "kafka_messages_received_total{",
                        "kafka_processing_errors_total{",
                        "bookstore_events_publish_failures_total{",
                        "bookstore_events_skipped_total{",
                        "bookstore_events_dead_letters_total{",
                        "bookstore_events_idempotent_publications_total{outcome=\"already_published\"}",
                        "bookstore_events_idempotent_unconfirmed_total ",
                        "bookstore_events_publish_seconds_count{",
                        "kafka_consumer_lag_seconds_sum{",
                        "bookstore_events_outbox_pending ",
                        "bookstore_events_outbox_parked_rows ",
                        "bookstore_events_outbox_oldest_age_seconds ",
                        "bookstore_events_outbox_parked_total{topic=\"books\"}",
                        "bookstore_events_outbox_relayed_total ",
                        "bookstore_events_outbox_cycle_seconds_count ",
                        "bookstore_events_outbox_batch_size_sum ");
    }

    @Test
    void everyMeterOfTheOutboxStandsInTheDocumentedTable() throws IOException {
        recorder.outboxBacklog(1, 1, 1);
        recorder.relayed(1, 7);
        recorder.parked("books");

        String page = Files.readString(Path.of("../docs/observability.md"));
        assertThat(meters.getMeters()).hasSize(7).allSatisfy(meter -> assertThat(page)
                .contains("| `" + meter.getId().getName() + "` |"));
    }

    @Test
    void storedDeadLettersAreShownAsTheyWereSeenLastAndCountedAsTheyAreClosed() throws IOException {
        recorder.deadLetters("new", 5);
        recorder.deadLetters("new", 3);
        recorder.deadLetters("replayed", 4);
        recorder.deadLettersClosed(DeadLetterOutcome.REPLAYED, 4);
        recorder.deadLettersClosed(DeadLetterOutcome.DISCARDED, 1);
        recorder.deadLettersClosed(DeadLetterOutcome.DISCARDED, 2);
        recorder.deadLettersClosed(DeadLetterOutcome.RESOLVED, 1);

        String name = "bookstore.events.deadletters";
        assertThat(meters.get(name).tag("status", "new").gauge().value()).isEqualTo(3);
        assertThat(meters.get(name).tag("status", "replayed").gauge().value()).isEqualTo(4);
        assertThat(meters.get(name + ".discarded").counter().count()).isEqualTo(3);
        String page = Files.readString(Path.of("../docs/observability.md"));
        assertThat(meters.getMeters()).hasSize(5).allSatisfy(meter -> assertThat(page)
                .contains("| `" + meter.getId().getName() + "` |"));
    }

    @Test
    void theOutboxIsShownAsItWasSeenLast() {
        recorder.outboxBacklog(2, 1, 1_000);
        recorder.outboxBacklog(20_000, 3, 4_000);

        assertThat(meters.getMeters()).hasSize(3);
        assertThat(gauge("pending")).isEqualTo(20_000);
        assertThat(gauge("parked.rows")).isEqualTo(3);
    }

    @Test
    void theOldestEventGrowsOlderBetweenTwoLooksIfThereIsOne() {
        recorder.outboxBacklog(2, 0, 1_500);
        assertThat(gauge("oldest.age")).isEqualTo(1.5);

        micrometersClock.add(Duration.ofSeconds(3));
        assertThat(gauge("oldest.age")).isEqualTo(4.5);

        recorder.outboxBacklog(0, 0, 0);
        micrometersClock.add(Duration.ofSeconds(3));
        assertThat(gauge("oldest.age")).isZero();
    }

    @Test
    void batchesOfTheOutboxAreCountedAndTimed() {
        recorder.relayed(3, 7);
        recorder.relayed(5, 9);

        assertThat(meters.get("bookstore.events.outbox.relayed").counter().count())
                .isEqualTo(8);
        Timer cycle = meters.get("bookstore.events.outbox.cycle").timer();
        assertThat(cycle.count()).isEqualTo(2);
        assertThat(cycle.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(16);
        assertThat(meters.get("bookstore.events.outbox.batch.size").summary().max())
                .isEqualTo(5);
        assertThat(meters.find("bookstore.events.outbox.pending").gauge()).isNull();
    }

    private double gauge(String name) {
        return meters.get("bookstore.events.outbox." + name).gauge().value();
    }

    private Timer age() {
        return meters.get("kafka.consumer.lag")
                .tags("topic", "books", "group", "shop")
                .timer();
    }
}
