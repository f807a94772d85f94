package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.test.KafkaBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/** What an operator sees of the running service while its broker is away. */
class BrokerOutageIntegrationTests {

    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private String actuator;
    private Duration slowest = Duration.ZERO;

    @Test
    void healthFollowsTheBrokerAndLivenessDoesNot() throws IOException, InterruptedException {
        try (KafkaBroker broker = KafkaBroker.builder().start();
                var service = SpringApplication.run(
                        BookServiceApplication.class,
                        "--server.port=0",
                        "--spring.datasource.url=jdbc:h2:mem:outage;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers())) {
            int port = ((WebServerApplicationContext) service).getWebServer().getPort();
            actuator = "http://localhost:" + port + "/actuator/health";
            awaitStatus(200, Duration.ofSeconds(60));

            broker.kill();
            awaitStatus(503, Duration.ofSeconds(10));
            assertThat(get("/kafka").body()).contains("\"status\":\"DOWN\"");

            broker.start();
            awaitStatus(200, Duration.ofSeconds(60));

            broker.suspend();
            awaitStatus(503, Duration.ofSeconds(10));
            broker.resume();
            awaitStatus(200, Duration.ofSeconds(60));
        }
        assertThat(slowest).isLessThan(ANSWER);
    }

    private void awaitStatus(int status, Duration limit) {
        await().atMost(limit).pollInterval(Duration.ofMillis(200)).until(() -> {
            assertThat(get("/liveness").statusCode()).isEqualTo(200);
            return get("").statusCode() == status;
        });
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> response =
                http.send(HttpRequest.newBuilder(URI.create(actuator + path)).build(), BodyHandlers.ofString());
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        slowest = taken.compareTo(slowest) > 0 ? taken : slowest;
        return response;
    }
}
