package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:outbox-endpoint;DB_CLOSE_DELAY=-1;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
            "management.endpoints.web.exposure.include=health,outbox",
            "bookstore.events.outbox.enabled=true",
            "bookstore.events.outbox.initialize-schema=always",
            "bookstore.events.outbox.endpoint.allow-writes=true"
        })
class OutboxEndpointIntegrationTests extends BookServiceTest {

    @Autowired
    JdbcTemplate jdbc;

    @Test
    void showsAndPutsBackWhatIsParked() {
        park(1_000_001);
        assertThat(get("/actuator/outbox?limit=5", String.class))
                .contains("\"sequence\":1000001", "\"topic\":\"order-events\"", "\"unownedPartitions\":[]")
                .doesNotContain("never-shown");

        actuator.post()
                .uri("/actuator/outbox")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("sequence", 1_000_001))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.sequences[0]")
                .isEqualTo(1_000_001);

        eventually(() -> rows("outbox") == 0 && rows("outbox_parked") == 0);
    }

    @Test
    void discardsWhatIsParked() {
        park(1_000_002);

        status(HttpMethod.DELETE, "/actuator/outbox?sequence=1000002", 200);

        status(HttpMethod.DELETE, "/actuator/outbox?sequence=1000002", 404);
        assertThat(rows("outbox_parked")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=-1", "limit=1001", "limit=many", "limit=99999999999"})
    void refusesALimitThatIsNone(String query) {
        status(HttpMethod.GET, "/actuator/outbox?" + query, 400);
        status(HttpMethod.DELETE, "/actuator/outbox?topic=books&" + query, 400);
    }

    @Test
    void isPartOfTheHealthAndNotOfReadiness() {
        eventually(() -> get("/actuator/health", String.class).contains("\"outbox\":{"));
        assertThat(get("/actuator/health/readiness", String.class)).doesNotContain("outbox");
    }

    private void status(HttpMethod method, String uri, int status) {
        actuator.method(method).uri(uri).exchange().expectStatus().isEqualTo(status);
    }

    private void park(long sequence) {
        jdbc.update(
                """
                INSERT INTO outbox_parked (seq, id, aggregatetype, aggregateid, type, payload, partition_no, created_at,
                  parked_at, cause)
                VALUES (?, 'id', 'order-events', 'key', 'orderParked', ?, 7, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 'x')""",
                sequence,
                "{\"a\":\"never-shown\"}".getBytes(StandardCharsets.UTF_8));
    }

    private long rows(String table) {
        return jdbc.queryForObject("SELECT count(*) FROM " + table, Long.class);
    }
}
