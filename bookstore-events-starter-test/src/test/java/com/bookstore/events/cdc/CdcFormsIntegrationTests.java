package com.bookstore.events.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Other things than envelopes, on a real broker. */
@Timeout(240)
class CdcFormsIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    private static String flattened(long position, String operation, int stock) {
        return """
                {"id":42,"title":"Dune","author":"Herbert","isbn":"978","price":"29.90","category":"SF","stock":%d,\
                "__deleted":"%s","__op":"%s","__table":"books","__source_connector":"mariadb","__source_name":"shop",\
                "__source_db":"shop","__source_ts_ms":1700000000000,"__source_snapshot":null,"__source_file":"mysql-bin.000003",\
                "__source_pos":%d,"__source_row":0}"""
                .formatted(stock, operation.equals("d"), operation, position);
    }

    @Test
    void flattenedRowsBecomeEventsWithoutWhatTheyWere() throws Exception {
        try (CdcService service =
                new CdcService("cdc-flattened", 1, "bookstore.events.cdc.flattened=true").start(null)) {
            ProducerRecord<byte[], byte[]> envelope =
                    service.books.inserted(42, CapturedBooks.row(42, "in an envelope", 7));
            CdcBroker.send(
                    service.books.of(42, flattened(500, "c", 7)),
                    service.books.of(42, flattened(800, "u", 6)),
                    envelope,
                    service.books.of(42, "{\"ts_ms\":1700000000000}"),
                    service.books.of(42, flattened(1100, "d", 6)),
                    service.books.tombstone(42));

            await().atMost(WITHIN).untilAsserted(() -> assertThat(service.bookEvents())
                    .extracting(event -> event.get("type").asString())
                    .containsExactly("bookCreated", "bookUpdated", "bookDeleted"));
            JsonNode updated = service.bookEvents().get(1);
            assertThat(updated.get("previousValues")).isEmpty();
            assertThat(updated.get("updatedFields").get("title").asString()).isEqualTo("Dune");
            await().atMost(WITHIN).until(() -> service.stockEvents().size() == 1);
            assertThat(service.stockEvents().get(0).get("changeType").asString())
                    .isEqualTo("ADJUSTMENT");
            await().atMost(WITHIN)
                    .until(() -> CdcBroker.records("cdc-flattened-dead").size() == 1);
            assertThat(CdcBroker.records("cdc-flattened-dead").get(0).value()).isEqualTo(envelope.value());
        }
    }

    /** Both are of one group, so only one of them could read them in it. */
    @Test
    void everyInstanceHearsTheHeartbeats() throws Exception {
        String[] settings = {"bookstore.events.cdc.heartbeat-topics[0]=cdc-beating-heartbeats"};
        CdcBroker.createTopic("cdc-beating-heartbeats", 1);
        try (CdcService one = new CdcService("cdc-beating", 1, settings);
                CdcService other = one.another()) {
            one.start(null);
            other.start(null);
            Instant started = Instant.now();
            ProducerRecord<byte[], byte[]> heartbeat = new ProducerRecord<>(
                    "cdc-beating-heartbeats",
                    CapturedBooks.bytes("{\"serverName\":\"shop\"}"),
                    CapturedBooks.bytes("{\"ts_ms\":1700000000000}"));

            await().atMost(WITHIN).untilAsserted(() -> {
                CdcBroker.send(heartbeat);
                assertThat(List.of(one, other))
                        .allSatisfy(service ->
                                assertThat(service.status().lastSign()).isAfter(started));
            });
            assertThat(CdcBroker.groups("cdc-beating-heartbeats-")).hasSize(2);
            assertThat(CdcBroker.committed("cdc-beating-heartbeats-")).isZero();
        }
    }
}
