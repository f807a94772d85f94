package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestPropertySource(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:dead-letters;DB_CLOSE_DELAY=-1;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
            "management.endpoints.web.exposure.include=health,deadletters",
            "bookstore.events.topics.dead-letter-queue.name=dead-http",
            "bookstore.events.dead-letter.endpoint.show-payloads=false",
            "bookstore.events.dead-letter.replay.allow-edit=false"
        })
@Import(DeadLettersEndpointIntegrationTests.Audit.class)
class DeadLettersEndpointIntegrationTests extends BookServiceTest {

    private static final String ENDPOINT = "/actuator/deadletters";
    private static final String DEAD = "dead-http";
    private static final String CAUSE = "com.acme.OutOfStock";

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Audit audit;

    @Autowired
    @Qualifier("eventKafkaTemplate")
    KafkaTemplate<Object, Object> kafka;

    @TestConfiguration
    static class Audit {

        final Queue<AuditEvent> events = new ConcurrentLinkedQueue<>();

        @EventListener
        void on(AuditApplicationEvent event) {
            events.add(event.getAuditEvent());
        }

        List<AuditEvent> of(String type) {
            return events.stream().filter(event -> event.getType().equals(type)).toList();
        }
    }

    @BeforeEach
    void forget() {
        jdbc.update("DELETE FROM dead_letter_state");
        jdbc.update("DELETE FROM dead_letter");
    }

    @Test
    void groupsListsAndReplaysOneCause() {
        String run = UUID.randomUUID().toString();
        List<ProducerRecord<Object, Object>> letters = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            letters.add(letter("book-events", i, CAUSE + i % 5, run + "-" + i % 4, event(run + "-" + i)));
        }
        die(letters);

        JsonNode groups = read("/groups?status=new");
        assertThat(groups.get("statuses").get("NEW").asInt()).isEqualTo(300);
        assertThat(groups.get("causes")).hasSize(5);
        assertThat(groups.get("causes").get(2).get("count").asInt()).isEqualTo(60);
        JsonNode page = read("?cause=" + CAUSE + "2&limit=50");
        assertThat(page.get("letters")).hasSize(50);
        assertThat(read("?cause=" + CAUSE + "2&limit=50&before="
                                + page.get("next").asLong())
                        .get("letters"))
                .hasSize(10);

        JsonNode preview = write("replay", Map.of("cause", CAUSE + "2", "dryRun", true), 200);
        assertThat(preview.get("sendable").asInt()).isEqualTo(60);
        assertThat(rows("REPLAYED")).isZero();
        String id = write("replay", Map.of("cause", CAUSE + "2"), 200).get("id").asString();
        eventually(() -> read("/replays/" + id).get("state").asString().equals("DONE"));

        assertThat(read("/replays/" + id).get("sent").asInt()).isEqualTo(60);
        assertThat(read("/replays")).isNotEmpty();
        assertThat(rows("REPLAYED")).isEqualTo(60);
        assertThat(audit.of("DEAD_LETTERS_REPLAYED"))
                .last()
                .extracting(AuditEvent::getData)
                .asString()
                .contains(id, CAUSE + "2");
        eventually(() -> published.records().stream()
                        .filter(read -> read.topic().equals("book-events"))
                        .filter(read -> read.key() != null && read.key().startsWith(run))
                        .count()
                == 60);
    }

    @Test
    void showsWhatADeadLetterCarriesBehindAMask() {
        die(List.of(letter("book-events", 1, CAUSE, "key", event("shown"))));
        long id = read("").get("letters").get(0).get("id").asLong();

        JsonNode letter = read("/" + id);

        assertThat(letter.get("letter").get("eventId").asString()).isEqualTo("shown");
        assertThat(letter.get("payload").get("eventId").asString()).isEqualTo("shown");
        assertThat(letter.get("payload").get("title").asString()).isEqualTo("***");
        assertThat(letter.toString())
                .contains("kafka_dlt-original-topic", "no stock")
                .doesNotContain("never-shown");
        assertThat(letter.get("masked").asBoolean()).isTrue();
    }

    @Test
    void discardsAndResolvesWithAReason() {
        die(List.of(
                letter("book-events", 1, CAUSE, "key", event("a")),
                letter("book-events", 2, CAUSE, "key", event("b"))));
        JsonNode letters = read("").get("letters");
        long newer = letters.get(0).get("id").asLong();
        long older = letters.get(1).get("id").asLong();

        write("discard", Map.of("ids", Long.toString(older)), 400); // no reason
        write("discard", Map.of("reason", "all"), 400); // nothing named
        JsonNode discarded = write("discard", Map.of("ids", Long.toString(older), "reason", "test"), 200);
        assertThat(discarded.get("ids").get(0).asLong()).isEqualTo(older);
        write("discard", Map.of("ids", Long.toString(older), "reason", "test"), 404);
        write("resolve", Map.of("key", "key", "reason", "by hand"), 200);

        assertThat(read("/" + older).get("history").get(0).get("by").asString()).isEqualTo("anonymous");
        assertThat(read("/" + newer).get("letter").get("status").asString()).isEqualTo("RESOLVED");
        assertThat(audit.of("DEAD_LETTERS_DISCARDED")).hasSize(1);
    }

    @Test
    void aForgedTopicIsRefused() {
        die(List.of(
                letter("forged-topic", 1, CAUSE, "key", event("forged")),
                letter(DEAD, 1, CAUSE, "key", event("loop"))));

        assertThat(write("replay", Map.of("cause", CAUSE, "force", true), 409).toString())
                .contains("TOPIC_NOT_ALLOWED", "NO_SOURCE", "bookstore.events.dead-letter.replay.topics");
        assertThat(rows("NEW")).isEqualTo(2);
    }

    @Test
    void healthIsDownWhileNothingCanBeStored() {
        jdbc.execute("ALTER TABLE dead_letter RENAME TO gone");
        try {
            kafka.send(letter("book-events", 1, CAUSE, "key", event("late"))).join();
            await().atMost(LIMIT).untilAsserted(() -> health(503)
                    .jsonPath("$.components.deadLetters.status")
                    .isEqualTo("DOWN")
                    .jsonPath("$.components.deadLetters.details.error")
                    .isEqualTo(BadSqlGrammarException.class.getName()));
        } finally {
            jdbc.execute("ALTER TABLE gone RENAME TO dead_letter");
        }

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        health(200).jsonPath("$.components.deadLetters.status").isEqualTo("UP"));
        assertThat(rows("NEW")).isEqualTo(1);
    }

    private RestTestClient.BodyContentSpec health(int status) {
        return actuator.get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        status(HttpMethod.GET, "/999999", 404);
        status(HttpMethod.GET, "/nothing", 404);
        status(HttpMethod.GET, "/replays/unknown", 404);
        status(HttpMethod.DELETE, "/replays/unknown", 404);
        write("replay", Map.of("ids", "999999"), 404);
        write("unknown", Map.of("ids", "1"), 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=old",
                "from=yesterday",
                "until=1",
                "limit=0",
                "limit=1001",
                "limit=many",
                "before=first",
            })
    void aBadFilterIsRefused(String query) {
        status(HttpMethod.GET, "?" + query, 400);
    }

    @Test
    void aBadRequestIsRefused() {
        die(List.of(letter("book-events", 1, CAUSE, "key", event("a"))));

        write("replay", Map.of("ids", "one"), 400);
        write("replay", Map.of("ids", ""), 400);
        write("replay", Map.of("cause", CAUSE, "limit", 10_001), 400);
        write("replay", Map.of("cause", CAUSE, "rate", 0), 400);
        write("replay", Map.of("cause", CAUSE, "status", "old"), 400);
        write("replay", Map.of(), 409);
        write("edit", Map.of("cause", CAUSE), 400);
        write(
                "edit",
                Map.of(
                        "ids",
                        Long.toString(read("").get("letters").get(0).get("id").asLong()),
                        "payload",
                        "{}"),
                409);
        assertThat(rows("NEW")).isEqualTo(1);
    }

    private void die(List<ProducerRecord<Object, Object>> letters) {
        letters.stream().map(kafka::send).toList().forEach(CompletableFuture::join);
        eventually(() -> rows("NEW") == letters.size());
    }

    private static byte[] event(String id) {
        return ("{\"type\":\"bookCreated\",\"eventId\":\"%s\",\"timestamp\":\"2026-11-23T10:15:30Z\",\"source\":\"t\","
                        + "\"version\":\"1.0\",\"correlationId\":\"c\",\"bookId\":4711000,\"title\":\"never-shown\"}")
                .formatted(id)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static ProducerRecord<Object, Object> letter(
            String topic, int offset, String cause, String key, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("__TypeId__", bytes("bookCreated"));
        headers.add("kafka_dlt-original-topic", bytes(topic));
        headers.add(
                "kafka_dlt-original-partition", ByteBuffer.allocate(4).putInt(0).array());
        headers.add(
                "kafka_dlt-original-offset",
                ByteBuffer.allocate(8).putLong(offset).array());
        headers.add("kafka_dlt-original-consumer-group", bytes("shop"));
        headers.add("kafka_dlt-exception-cause-fqcn", bytes(cause));
        headers.add("kafka_dlt-exception-message", bytes("no stock"));
        headers.add("authorization", bytes("never-shown"));
        return new ProducerRecord<>(DEAD, null, null, key, value, headers);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode read(String path) {
        return JsonMapper.shared().readTree(get(ENDPOINT + path, String.class));
    }

    private JsonNode write(String action, Map<String, ?> body, int status) {
        byte[] answer = actuator.post()
                .uri(ENDPOINT + "/" + action)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult()
                .getResponseBody();
        return JsonMapper.shared().readTree(answer);
    }

    private void status(HttpMethod method, String path, int status) {
        actuator.method(method).uri(ENDPOINT + path).exchange().expectStatus().isEqualTo(status);
    }

    private long rows(String status) {
        return jdbc.queryForObject("SELECT COUNT(*) FROM dead_letter_state WHERE status = ?", Long.class, status);
    }
}
