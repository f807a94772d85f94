package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.observability.MicrometerEventRecorder.PublishTimer;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerEventRecorderTests {

    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
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
                        "kafka_consumer_lag_seconds_sum{");
    }

    private Timer age() {
        return meters.get("kafka.consumer.lag")
                .tags("topic", "books", "group", "shop")
                .timer();
    }
}
