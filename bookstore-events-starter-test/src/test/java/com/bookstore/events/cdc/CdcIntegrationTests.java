package com.bookstore.events.cdc;

import static com.bookstore.events.cdc.CapturedBooks.marked;
import static com.bookstore.events.cdc.CapturedBooks.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** From records as Debezium writes them to events, on a real broker. */
@Timeout(240)
class CdcIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    private static List<ProducerRecord<byte[], byte[]>> life(CapturedBooks books, long id) {
        return List.of(
                books.inserted(id, row(id, "Dune", 7)),
                books.updated(id, row(id, "Dune", 7), row(id, "Dune II", 6)),
                books.deleted(id, row(id, "Dune II", 6)),
                books.tombstone(id));
    }

    private static List<String> texts(List<JsonNode> events, String field) {
        return events.stream().map(event -> event.path(field).asString("")).toList();
    }

    @Test
    void changesBecomeEventsWithTheSameIdsWheneverTheyCome() throws Exception {
        try (CdcService service = new CdcService("cdc-again", 1).start(null)) {
            List<ProducerRecord<byte[], byte[]>> life = life(service.books, 42);
            CdcBroker.send(life);
            CdcBroker.send(life);

            await().atMost(WITHIN).untilAsserted(() -> {
                assertThat(texts(service.bookEvents(), "type"))
                        .containsExactly(
                                "bookCreated",
                                "bookUpdated",
                                "bookDeleted",
                                "bookCreated",
                                "bookUpdated",
                                "bookDeleted");
                assertThat(texts(service.stockEvents(), "changeType")).containsExactly("DECREASE", "DECREASE");
            });
            List<String> ids = texts(service.bookEvents(), "eventId");
            assertThat(ids.subList(3, 6)).isEqualTo(ids.subList(0, 3));
            assertThat(ids.subList(0, 3)).doesNotHaveDuplicates().allMatch(id -> id.matches("cdc-[0-9a-f]{32}-0"));
            List<String> ofStock = texts(service.stockEvents(), "eventId");
            assertThat(ofStock).containsExactly(ids.get(1).replaceAll("-0$", "-1"), ofStock.get(0));
            assertThat(texts(service.bookEvents(), "timestamp")).containsOnly("2023-11-14T22:13:20Z");
            assertThat(CdcBroker.records("cdc-again-dead")).isEmpty();
        }
    }

    @Test
    void changesOfARowStayInOrder() throws Exception {
        try (CdcService service = new CdcService("cdc-order", 3, "bookstore.events.cdc.concurrency=3").start(null)) {
            List<ProducerRecord<byte[], byte[]>> changes = new ArrayList<>();
            for (int stock = 1; stock <= 100; stock++) {
                for (long id = 1; id <= 20; id++) {
                    changes.add(service.books.updated(id, row(id, "Dune", stock - 1), row(id, "Dune", stock)));
                }
            }
            CdcBroker.send(changes);

            await().atMost(WITHIN).until(() -> service.stockEvents().size() == changes.size());
            Map<Long, List<Integer>> stocks = service.stockEvents().stream()
                    .collect(Collectors.groupingBy(
                            event -> event.get("bookId").asLong(),
                            Collectors.mapping(event -> event.get("newStock").asInt(), Collectors.toList())));
            assertThat(stocks).hasSize(20).allSatisfy((id, seen) -> assertThat(seen)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 100).boxed().toList()));
        }
    }

    @Test
    void aBrokenRecordIsADeadLetterWithItsBytesAndThoseAroundItGoOn() throws Exception {
        try (CdcService service = new CdcService("cdc-broken", 1).start(null)) {
            ProducerRecord<byte[], byte[]> broken =
                    service.books.of(42, "{\"op\":\"c\",\"after\":{\"id\":\"forty-two\"}}");
            ProducerRecord<byte[], byte[]> truncated = service.books.of(
                    42, new String(service.books.inserted(42, "null").value()).replace("\"c\"", "\"t\""));
            CdcBroker.send(
                    service.books.inserted(1, row(1, "Dune", 7)),
                    broken,
                    service.books.inserted(2, row(2, "Emma", 7)),
                    truncated,
                    service.books.inserted(3, row(3, "Ubik", 7)));

            await().atMost(WITHIN).untilAsserted(() -> assertThat(texts(service.bookEvents(), "title"))
                    .containsExactly("Dune", "Emma", "Ubik"));
            await().atMost(WITHIN)
                    .until(() -> CdcBroker.records("cdc-broken-dead").size() == 2);
            List<ConsumerRecord<byte[], byte[]>> dead = CdcBroker.records("cdc-broken-dead");
            assertThat(dead.get(0).value()).isEqualTo(broken.value());
            assertThat(dead.get(0).key()).isEqualTo(CapturedBooks.key(42));
            assertThat(cause(dead.get(0))).endsWith("MalformedChangeException");
            assertThat(dead.get(1).value()).isEqualTo(truncated.value());
            assertThat(cause(dead.get(1))).endsWith("UntranslatableChangeException");
        }
    }

    private static String cause(ConsumerRecord<byte[], byte[]> dead) {
        return new String(dead.headers().lastHeader("kafka_dlt-exception-fqcn").value());
    }

    @Test
    void rowsOfASnapshotAreIgnoredOrToldAsThePolicySays() throws Exception {
        try (CdcService ignoring = new CdcService("cdc-ignoring", 1).start(null);
                CdcService telling =
                        new CdcService("cdc-telling", 1, "bookstore.events.cdc.snapshot=translate").start(null)) {
            for (CdcService service : List.of(ignoring, telling)) {
                CdcBroker.send(
                        service.books.seenBySnapshot(1, row(1, "Dune", 7)),
                        service.books.seenBySnapshot(1, row(1, "Dune", 7)), // begun anew
                        service.books.inserted(2, row(2, "Emma", 7)));
            }

            await().atMost(WITHIN).untilAsserted(() -> assertThat(texts(ignoring.bookEvents(), "title"))
                    .containsExactly("Emma"));
            await().atMost(WITHIN).untilAsserted(() -> assertThat(texts(telling.bookEvents(), "title"))
                    .containsExactly("Dune", "Dune", "Emma"));
            List<String> ids = texts(telling.bookEvents(), "eventId");
            assertThat(ids.get(1)).isEqualTo(ids.get(0));
        }
    }

    @Test
    void itsOwnWritesAreNotTold() throws Exception {
        try (CdcService service = new CdcService(
                        "cdc-loops",
                        1,
                        "bookstore.events.cdc.origin-column=written_by",
                        "bookstore.events.cdc.ignored-origins=book-service")
                .start(null)) {
            String dune = row(1, "Dune", 7);
            String ours = marked(dune, "book-service:1");
            CdcBroker.send(
                    service.books.inserted(1, ours),
                    service.books.updated(1, ours, marked(row(1, "Dune", 6), "book-service:2")),
                    service.books.updated(
                            1,
                            marked(row(1, "Dune", 6), "book-service:2"),
                            marked(row(1, "Dune", 5), "book-service:2")),
                    service.books.deleted(1, marked(dune, "book-service:delete")),
                    service.books.inserted(2, marked(row(2, "Emma", 7), "script")));

            await().atMost(WITHIN).untilAsserted(() -> assertThat(texts(service.bookEvents(), "title"))
                    .containsExactly("Emma"));
            await().atMost(WITHIN).until(() -> !service.stockEvents().isEmpty());
            assertThat(texts(service.stockEvents(), "newStock")).containsExactly("5");
        }
    }

    @Test
    void theTranslatorIsToldOnceTheEventsAreThere() throws Exception {
        try (CdcService service = new CdcService("cdc-told", 1)) {
            Queue<Boolean> there = new ConcurrentLinkedQueue<>();
            service.translator.afterwards = change -> {
                there.add(texts(service.bookEvents(), "correlationId").contains(change.id()));
                throw new IllegalStateException("which changes nothing");
            };
            service.start(null);
            CdcBroker.send(service.books.inserted(1, row(1, "Dune", 7)), service.books.inserted(2, row(2, "Emma", 7)));

            await().atMost(WITHIN).until(() -> there.size() >= 2);
            assertThat(there).containsExactly(true, true);
        }
    }

    @Test
    void aTranslatorThatFailsIsAskedAgainAndThenTheChangeIsADeadLetter() throws Exception {
        try (CdcService service = new CdcService("cdc-failing", 2)) {
            AtomicInteger passing = new AtomicInteger();
            AtomicInteger lasting = new AtomicInteger();
            service.translator.before = change -> {
                long id = change.after() == null ? 0 : change.after().id();
                if (id == 6) {
                    throw new StackOverflowError();
                }
                if (id == 2 && passing.incrementAndGet() <= 2 || id == 4 && lasting.incrementAndGet() > 0) {
                    throw new IllegalStateException("no connection");
                }
            };
            service.start(null);
            List<ProducerRecord<byte[], byte[]>> changes = new ArrayList<>();
            for (long id = 1; id <= 40; id++) {
                changes.add(service.books.inserted(id, row(id, "b" + id, 7)));
            }
            CdcBroker.send(changes);

            await().atMost(WITHIN).untilAsserted(() -> assertThat(texts(service.bookEvents(), "title"))
                    .containsAll(IntStream.rangeClosed(1, 40)
                            .filter(id -> id != 4 && id != 6)
                            .mapToObj(id -> "b" + id)
                            .toList())
                    .doesNotContain("b4", "b6"));
            await().atMost(WITHIN)
                    .until(() -> CdcBroker.records("cdc-failing-dead").size() == 2);
            assertThat(passing).hasValue(3);
            assertThat(lasting).hasValue(4);
            await().atMost(WITHIN).until(() -> service.status().stuck().isEmpty());
        }
    }

    @Test
    void theIdempotentPublisherSendsAChangeThatComesAgainOnce() throws Exception {
        try (CdcService service = new CdcService(
                        "cdc-once",
                        1,
                        "bookstore.events.cdc.publishing=idempotent",
                        "bookstore.events.publishing.idempotent.retry.attempts=1",
                        "bookstore.events.idempotency.store=in-memory")
                .start(null)) {
            List<ProducerRecord<byte[], byte[]>> life = life(service.books, 42);
            CdcBroker.send(life);
            CdcBroker.send(life);
            CdcBroker.send(service.books.inserted(43, row(43, "Emma", 7)));

            await().atMost(WITHIN).untilAsserted(() -> assertThat(texts(service.bookEvents(), "type"))
                    .containsExactly("bookCreated", "bookUpdated", "bookDeleted", "bookCreated"));
            await().atMost(WITHIN).until(() -> !service.stockEvents().isEmpty());
            assertThat(service.stockEvents()).hasSize(1);
            assertThat(texts(service.bookEvents(), "eventId")).allMatch(id -> id.matches("cdc-[0-9a-f]{32}-0"));
        }
    }

    @Test
    void theOutboxStoresTheEventsAndSendsThem() throws Exception {
        try (HikariDataSource pool = TestDatabase.H2.pool(4);
                CdcService service = new CdcService(
                                "cdc-outbox",
                                1,
                                "bookstore.events.cdc.publishing=outbox",
                                "bookstore.events.outbox.enabled=true",
                                "bookstore.events.outbox.table=cdc_outbox",
                                "bookstore.events.outbox.initialize-schema=always")
                        .start(pool)) {
            CdcBroker.send(life(service.books, 42));
            CdcBroker.send(service.books.of(42, "{}"));

            await().atMost(WITHIN).untilAsserted(() -> assertThat(texts(service.bookEvents(), "type"))
                    .containsExactly("bookCreated", "bookUpdated", "bookDeleted"));
            await().atMost(WITHIN).until(() -> service.stockEvents().size() == 1);
            assertThat(texts(service.bookEvents(), "eventId")).allMatch(id -> id.matches("cdc-[0-9a-f]{32}-0"));
            await().atMost(WITHIN)
                    .until(() -> CdcBroker.records("cdc-outbox-dead").size() == 1);
            assertThat(service.translator.published).hasSize(3);
        }
    }
}
