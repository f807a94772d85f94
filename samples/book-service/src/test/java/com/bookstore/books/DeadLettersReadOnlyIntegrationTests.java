package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:dead-read-only;DB_CLOSE_DELAY=-1;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
            "management.endpoints.web.exposure.include=deadletters",
            "bookstore.events.topics.dead-letter-queue.name=dead-read-only",
            "bookstore.events.dead-letter.endpoint.allow-writes=false"
        })
class DeadLettersReadOnlyIntegrationTests extends BookServiceTest {

    @Test
    void showsDeadLetters() {
        assertThat(get("/actuator/deadletters?limit=1", String.class)).contains("\"letters\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "edit", "discard", "resolve"})
    void writesNothing(String action) {
        actuator.post()
                .uri("/actuator/deadletters/" + action)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("ids", "1", "reason", "r", "payload", "{}", "dryRun", true))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void cancelsNothing() {
        actuator.method(HttpMethod.DELETE)
                .uri("/actuator/deadletters/replays/1")
                .exchange()
                .expectStatus()
                .isForbidden();
    }
}
