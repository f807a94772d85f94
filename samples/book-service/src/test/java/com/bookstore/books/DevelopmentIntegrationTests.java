package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

/** What the profile {@code dev} serves to whoever works on the service, besides what all profiles do. */
class DevelopmentIntegrationTests extends BookServiceTest {

    private static final String CONSOLE = "/actuator/deadletters-console";

    @Test
    void servesTheConsoleOfDeadLettersWithItsFiles() {
        assertThat(get(CONSOLE, String.class))
                .contains("<html", "book-service")
                .containsPattern("data-writes=\"true\"");
        assertThat(get(CONSOLE + "/console.js", String.class)).isNotBlank();
        assertThat(get("/actuator/deadletters/groups", String.class)).contains("\"causes\":");
        assertThat(get("/actuator/outbox", String.class)).contains("\"pending\":");
    }

    @Test
    void showsTheProjection() {
        eventually(() -> get("/actuator/projections", String.class).contains("\"name\":\"book-stock\""));
    }

    @Test
    void allowsWhatTheConsoleAsksFor() {
        actuator.post()
                .uri("/actuator/deadletters/discard")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("ids", "999999999", "reason", "there is none of this number"))
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void servesNothingOfItOnThePortOfTheService() {
        rest.get().uri(CONSOLE).exchange().expectStatus().isNotFound();
        rest.get().uri("/actuator/deadletters").exchange().expectStatus().isNotFound();
        rest.get().uri("/actuator/projections").exchange().expectStatus().isNotFound();
    }

    @Test
    void tellsOfTheStoreInItsHealth() {
        await().atMost(LIMIT).untilAsserted(() -> actuator.get()
                .uri("/actuator/health")
                .exchange()
                .expectBody()
                .jsonPath("$.components.deadLetters.status")
                .isEqualTo("UP")
                .jsonPath("$.components.deadLetters.details.new")
                .isNumber());
    }
}
