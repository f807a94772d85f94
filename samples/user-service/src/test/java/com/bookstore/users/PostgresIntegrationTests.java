package com.bookstore.users;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@ActiveProfiles("postgres")
class PostgresIntegrationTests extends DatabaseTest {

    private static EmbeddedPostgres server;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) throws IOException {
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
        properties.add("DB_URL", () -> server.getJdbcUrl("postgres", "postgres"));
        properties.add("DB_USERNAME", () -> "postgres");
        properties.add("DB_PASSWORD", () -> "postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    String product() {
        return "PostgreSQL";
    }

    @Test
    void refusesATextThatTheDatabaseDoesNotTake() {
        rest.post()
                .uri("/users")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"email\": \"ada@example.org\", \"interests\": [\"\\u0000\\u0041\"]}")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
    }
}
