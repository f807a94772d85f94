package com.bookstore.events.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.cdc.CdcHealthIndicator.Reading;
import com.bookstore.events.cdc.ChangeTable.Translated;
import com.bookstore.events.cdc.change.Operation;
import com.bookstore.events.cdc.change.RowChange;
import com.bookstore.events.cdc.change.Snapshot;
import com.bookstore.events.cdc.change.SourcePosition;
import com.bookstore.events.observability.EventRecorder;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class CdcHealthIndicatorTests {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private static final TopicPartition PARTITION = new TopicPartition("cdc.books", 0);

    private final MovingClock clock = new MovingClock();
    private final ChangeStatus status = new ChangeStatus(EventRecorder.NO_OP, clock);
    private List<ConnectorState> connectors = List.of();
    private Reading reading = Reading.RUNNING;

    private Health health() {
        return new CdcHealthIndicator(
                        status, Duration.ofMinutes(5), Duration.ofMinutes(10), () -> reading, () -> connectors, clock)
                .health();
    }

    private void seen(Duration lag) {
        status.alive();
        status.done(
                PARTITION,
                "books",
                new Translated(
                        new RowChange<>(
                                "cdc-1",
                                Operation.READ,
                                "books",
                                null,
                                null,
                                Set.of(),
                                new SourcePosition.Wal("shop", 24023128, 555L),
                                clock.instant().minus(lag),
                                Snapshot.ROW,
                                null),
                        null,
                        List.of(),
                        () -> {}));
    }

    @Test
    void itShowsWhatWasSeenLast() {
        seen(Duration.ofSeconds(2));

        Health health = health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry(
                        "tables",
                        Map.of(
                                "books",
                                Map.of(
                                        "position", "0/16e9058",
                                        "changedAt", "2026-11-23T09:59:58Z",
                                        "lag", "PT2S",
                                        "snapshot", true)));
    }

    @Test
    void whatIsNotReadIsNotKnown() {
        reading = Reading.STOPPED;

        assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void oldChangesAreOutOfServiceUntilThatIsLongAgo() {
        seen(Duration.ofMinutes(6));

        assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        clock.now = clock.now.plus(Duration.ofMinutes(6));
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void silenceIsDown() {
        clock.now = clock.now.plus(Duration.ofMinutes(11));

        assertThat(health().getStatus()).isEqualTo(Status.DOWN);
        status.alive();
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aPartitionThatGoesOnHidesNoOther() {
        TopicPartition other = new TopicPartition("cdc.books", 1);
        status.stuck(other, "books", new IllegalStateException());
        clock.now = clock.now.plus(Duration.ofMinutes(6));
        seen(Duration.ZERO);

        assertThat(health().getStatus()).isEqualTo(Status.DOWN);
        status.settled(other);
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void whatOthersReadNowIsTheirs() {
        status.stuck(PARTITION, "books", new IllegalStateException());
        clock.now = clock.now.plus(Duration.ofMinutes(6));

        status.forget(List.of(PARTITION));

        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aBatchThatDoesNotEndIsDown() {
        status.begin();
        clock.now = clock.now.plus(Duration.ofMinutes(6));

        assertThat(health().getStatus()).isEqualTo(Status.DOWN);
        status.end();
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aListenerThatHasEndedByItselfIsDown() {
        reading = Reading.DIED;

        assertThat(health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void aFailedConnectorIsDownAlsoWhereNobodyReads() {
        reading = Reading.STOPPED;
        connectors = List.of(new ConnectorState("shop", ConnectorState.FAILED, "lost"));

        assertThat(health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void aTableThatDoesNotGoOnIsDown() {
        status.stuck(PARTITION, "books", new IllegalStateException("secret"));
        assertThat(health().getStatus()).isEqualTo(Status.UP);
        clock.now = clock.now.plus(Duration.ofMinutes(6));
        status.stuck(PARTITION, "books", new IllegalStateException("secret"));

        assertThat(health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health().getDetails().toString())
                .contains("java.lang.IllegalStateException since 2026-11-23T10:00:00Z")
                .doesNotContain("secret");
        seen(Duration.ZERO);
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, UP",
        "RESTARTING, UP",
        "FAILED, DOWN",
        "MISSING, DOWN",
        "PAUSED, OUT_OF_SERVICE",
        "UNASSIGNED, OUT_OF_SERVICE",
        "UNREACHABLE, OUT_OF_SERVICE"
    })
    void connectorsCount(String state, String expected) {
        connectors = List.of(
                new ConnectorState("other", ConnectorState.RUNNING, null), new ConnectorState("shop", state, "why"));

        assertThat(health().getStatus()).isEqualTo(new Status(expected));
        assertThat(health().getDetails())
                .containsEntry("connectors", Map.of("other", "RUNNING", "shop", state + ": why"));
    }

    @Test
    void aTaskThatFailedSaysWhyWithoutSecrets() throws IOException {
        String body =
                """
                {"name":"shop","connector":{"state":"RUNNING","worker_id":"w"},"tasks":[{"id":0,"state":"FAILED",
                 "worker_id":"w","trace":"org.apache.kafka.connect.errors.ConnectException: stopped password=geheim\\n\\tat x\\n\
                Caused by: a\\n\\tat y\\nCaused by: io.debezium.DebeziumException: no slot at //root:geheim@db\\n\\tat z"}]}""";

        List<ConnectorState> states = ask(200, body, "shop");

        assertThat(states)
                .containsExactly(new ConnectorState(
                        "shop",
                        "FAILED",
                        "org.apache.kafka.connect.errors.ConnectException: stopped *** / Caused by:"
                                + " io.debezium.DebeziumException: no slot at //***@db"));
    }

    @Test
    void connectorsThatAreNotThereOrHaveNoTaskAreKnown() throws IOException {
        assertThat(ask(404, "{}", "shop").get(0).state()).isEqualTo("MISSING");
        assertThat(ask(500, "{}", "shop").get(0).state()).isEqualTo("UNREACHABLE");
        assertThat(ask(200, "<html>", "shop").get(0).state()).isEqualTo("UNREACHABLE");
        assertThat(ask(200, "{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[]}", "shop")
                        .get(0)
                        .state())
                .isEqualTo("UNASSIGNED");
        assertThat(ask(200, "{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[{\"state\":\"RUNNING\"}]}", "shop")
                        .get(0)
                        .state())
                .isEqualTo("RUNNING");
    }

    /** One that accepts connections, and never answers. */
    @Test
    void itNeverWaitsLongerThanItsTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ConnectClient client = client("http://localhost:" + silent.getLocalPort(), "a", "b", "c");
            long start = System.nanoTime();

            List<ConnectorState> states = client.states();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            assertThat(states).hasSize(3).allMatch(state -> state.state().equals("UNREACHABLE"));
        }
    }

    private static List<ConnectorState> ask(int code, String body, String connector) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/connectors/" + connector + "/status", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            return client("http://localhost:" + server.getAddress().getPort() + "/", connector)
                    .states();
        } finally {
            server.stop(0);
        }
    }

    private static ConnectClient client(String url, String... connectors) {
        return new ConnectClient(new CdcProperties.Connect(
                URI.create(url), List.of(connectors), "user", "geheim", Duration.ofSeconds(5)));
    }

    private static final class MovingClock extends Clock {

        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
