package com.bookstore.events.cdc;

import static com.bookstore.events.cdc.CapturedBooks.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The broker stands still while events of a batch are on their way to it. */
@Timeout(480)
class CdcOutageIntegrationTests {

    private static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");

    /** In the full form longer than what is waited for: events are abandoned and sent again by another producer. */
    private static final Duration OUTAGE = Duration.ofSeconds(FULL ? 35 : 3);

    private static final int OUTAGES = FULL ? 3 : 1;

    /** So that events of a batch are handed over seconds apart: when the outage ends, some have waited longer than others. */
    private static final long PAUSE_NANOS = 2_000_000;

    /** In the midst of batches. */
    private static final int EVERY = 450;

    @Test
    void nothingIsLostAndEachRowStaysInOrder() throws Exception {
        try (CdcService service = new CdcService("cdc-outage", 3)) {
            AtomicInteger translated = new AtomicInteger();
            List<CompletableFuture<Void>> outages = new CopyOnWriteArrayList<>();
            service.translator.before = change -> {
                LockSupport.parkNanos(PAUSE_NANOS);
                if (translated.incrementAndGet() % EVERY == 0
                        && outages.size() < OUTAGES
                        && outages.stream().allMatch(CompletableFuture::isDone)) {
                    CdcBroker.suspend();
                    outages.add(CompletableFuture.runAsync(
                            CdcBroker::resume,
                            CompletableFuture.delayedExecutor(OUTAGE.toMillis(), TimeUnit.MILLISECONDS)));
                }
            };
            List<ProducerRecord<byte[], byte[]>> changes = new ArrayList<>();
            for (int stock = 1; stock <= 100; stock++) {
                for (long id = 1; id <= 20; id++) {
                    changes.add(service.books.updated(id, row(id, "Dune", stock - 1), row(id, "Dune", stock)));
                }
            }
            CdcBroker.send(changes);
            service.start(null);

            await().atMost(OUTAGE.multipliedBy(OUTAGES).plusSeconds(60))
                    .until(() -> outages.size() == OUTAGES && outages.stream().allMatch(CompletableFuture::isDone));
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> once(service.stockEvents()).size() == changes.size());
            List<JsonNode> events = service.stockEvents();
            System.out.printf(
                    "changes %d, outages %d of %s, sent again %d%n",
                    changes.size(), OUTAGES, OUTAGE, events.size() - changes.size());
            assertThat(stocksOfRows(once(events))).hasSize(20).allSatisfy((id, stocks) -> assertThat(stocks)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 100).boxed().toList()));
            assertThat(CdcBroker.records("cdc-outage-dead")).isEmpty();
        }
    }

    /** What a consumer with an inbox handles. */
    private static List<JsonNode> once(List<JsonNode> events) {
        Set<String> seen = new HashSet<>();
        return events.stream()
                .filter(event -> seen.add(event.get("eventId").asString()))
                .toList();
    }

    private static Map<Long, List<Integer>> stocksOfRows(List<JsonNode> events) {
        return events.stream()
                .collect(Collectors.groupingBy(
                        event -> event.get("bookId").asLong(),
                        Collectors.mapping(event -> event.get("newStock").asInt(), Collectors.toList())));
    }
}
