package com.bookstore.events.deadletter.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.deadletter.console.ConsoleService;
import com.bookstore.events.deadletter.replay.ReplayService.Handled;
import com.bookstore.events.deadletter.store.Letter;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many dead letters of five causes, of which an operator looks at one, and replays it, over HTTP. */
@Timeout(240)
class DeadLetterGroupsIntegrationTests {

    private static final int LETTERS = Boolean.getBoolean("bookstore.tests.full") ? 10_000 : 1_000;
    private static final int CAUSES = 5;
    private static final int OF_A_CAUSE = LETTERS / CAUSES;
    private static final int KEYS = 40;
    private static final int PARTITIONS = 3;
    private static final String TOPIC = "parcels-groups";
    private static final String DEAD = TOPIC + "-dead";
    private static final String CAUSE = "com.acme.Cause";
    private static final Duration WITHIN = Duration.ofSeconds(90);

    private final HttpClient client = HttpClient.newHttpClient();
    private String endpoint;

    @Test
    void oneGroupOfFiveIsFoundListedAndReplayedInOrderAndHandledOnce() throws Exception {
        ReplayBroker.createTopic(TOPIC, PARTITIONS, Map.of());
        ReplayBroker.createTopic(TOPIC + "-shop-retry", 1, Map.of());
        ReplayBroker.createTopic(DEAD, PARTITIONS, Map.of());
        ReplayBroker.send(letters());
        try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(10);
                ConfigurableApplicationContext context = start(pool)) {
            endpoint = "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port")
                    + "/actuator/deadletters";
            await().atMost(WITHIN).until(() -> count(get("/groups"), "NEW") == LETTERS);

            findTheGroup();
            listTheGroup();
            replayTheGroup();

            verifyHandled(context.getBean(ReplayService.class));
            assertThat(causes(get("/groups?status=new"))).hasSize(CAUSES - 1).doesNotContainKey(CAUSE + 2);
            assertThat(causes(get("/groups?status=replayed"))).isEqualTo(Map.of(CAUSE + 2, OF_A_CAUSE));
        }
    }

    private static ConfigurableApplicationContext start(HikariDataSource pool) {
        return ReplayService.start(
                pool,
                TOPIC,
                "spring.main.web-application-type=servlet",
                "spring.autoconfigure.exclude=" + ConsoleService.NO_SECURITY,
                "server.port=0",
                "management.endpoints.web.exposure.include=deadletters",
                "bookstore.events.dead-letter.endpoint.allow-writes=true");
    }

    private static List<ProducerRecord<byte[], byte[]>> letters() {
        return IntStream.range(0, LETTERS)
                .mapToObj(i -> Letter.of("shop", TOPIC, key(i) % PARTITIONS, i)
                        .because(CAUSE + i % CAUSES, "it was number " + i)
                        .key("key" + key(i))
                        .set("__TypeId__", Letter.bytes("parcelSent"))
                        .value(
                                """
                                {"type":"parcelSent","eventId":"id-%d","timestamp":"2026-11-23T10:15:30Z","source":"t",\
                                "version":"1.0","correlationId":"c","parcel":"key%d","number":%d,"note":"n"}"""
                                        .formatted(i, key(i), i))
                        .to(DEAD))
                .toList();
    }

    /** Each key has dead letters of each cause. */
    private static int key(int i) {
        return i / CAUSES % KEYS;
    }

    private void findTheGroup() throws Exception {
        JsonNode groups = get("/groups?status=new");

        assertThat(count(groups, "NEW")).isEqualTo(LETTERS);
        assertThat(causes(groups)).hasSize(CAUSES).containsEntry(CAUSE + 2, OF_A_CAUSE);
        assertThat(groups.get("topics")).hasSize(1);
    }

    private void listTheGroup() throws Exception {
        Set<String> events = new HashSet<>();
        JsonNode page = get("?cause=" + CAUSE + "2&limit=150");
        while (true) {
            page.get("letters")
                    .forEach(letter -> events.add(letter.get("eventId").asString()));
            if (page.get("next").isNull()) {
                break;
            }
            page = get(
                    "?cause=" + CAUSE + "2&limit=150&before=" + page.get("next").asLong());
        }

        assertThat(events).isEqualTo(new HashSet<>(eventsOfTheGroup()));
    }

    private void replayTheGroup() throws Exception {
        assertThat(post("{\"cause\":\"%s2\",\"dryRun\":true}".formatted(CAUSE))
                        .get("sendable")
                        .asInt())
                .isEqualTo(OF_A_CAUSE);

        String run = "/replays/"
                + post("{\"cause\":\"%s2\"}".formatted(CAUSE)).get("id").asString();
        await().atMost(WITHIN).until(() -> get(run).get("state").asString().equals("DONE"));

        assertThat(get(run).get("sent").asInt()).isEqualTo(OF_A_CAUSE);
        assertThat(get(run).get("failed").asInt()).isZero();
    }

    private static void verifyHandled(ReplayService service) throws Exception {
        await().atMost(WITHIN).until(() -> ReplayBroker.lag("shop", TOPIC) == 0);
        List<Handled> handled = new ArrayList<>(service.handled);

        assertThat(ReplayBroker.records(TOPIC)).hasSize(OF_A_CAUSE);
        assertThat(handled).extracting(Handled::eventId).containsExactlyInAnyOrderElementsOf(eventsOfTheGroup());
        for (int key = 0; key < KEYS; key++) {
            int one = key;
            assertThat(service.numbers("key" + key))
                    .isNotEmpty()
                    .containsExactlyElementsOf(
                            group().filter(i -> key(i) == one).boxed().toList());
        }
    }

    private static IntStream group() {
        return IntStream.range(0, LETTERS).filter(i -> i % CAUSES == 2);
    }

    private static List<String> eventsOfTheGroup() {
        return group().mapToObj(i -> "id-" + i).toList();
    }

    private static int count(JsonNode groups, String status) {
        return groups.get("statuses").get(status).asInt();
    }

    private static Map<String, Integer> causes(JsonNode groups) {
        return groups.get("causes")
                .valueStream()
                .collect(Collectors.toMap(cause -> cause.get("name").asString(), cause -> cause.get("count")
                        .asInt()));
    }

    private JsonNode get(String path) throws Exception {
        return answer(HttpRequest.newBuilder(URI.create(endpoint + path)));
    }

    private JsonNode post(String body) throws Exception {
        return answer(HttpRequest.newBuilder(URI.create(endpoint + "/replay"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode answer(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }
}
