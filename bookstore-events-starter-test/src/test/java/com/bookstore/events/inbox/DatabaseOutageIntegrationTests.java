package com.bookstore.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.servers.Pools;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The database ends while events are handled, and comes back. */
@Timeout(300)
class DatabaseOutageIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(120);
    private static final int EVENTS = 300;

    @Test
    void everyEventHasItsEffectOnce(@TempDir Path directory) throws Exception {
        SharedBroker.createTopics(
                1, InboxService.TOPICS.stream().map(topic -> "outage-" + topic).toList());
        EmbeddedPostgres first = start(directory, 0);
        EmbeddedPostgres second = null;
        try (HikariDataSource pool =
                Pools.pool("jdbc:postgresql://127.0.0.1:" + first.getPort() + "/postgres", "postgres", "postgres", 5)) {
            pool.setConnectionTimeout(500);
            pool.setValidationTimeout(300);
            try (ConfigurableApplicationContext context = InboxService.start(
                    pool,
                    "outage",
                    "bookstore.events.dead-letter.retry.max-retries=10000",
                    "bookstore.events.dead-letter.retry.delay=100ms")) {
                Accounts accounts = context.getBean(InboxService.class).accounts;
                send(0, EVENTS / 2);
                await().atMost(WITHIN).until(() -> accounts.calls("outage-single") > 20);
                first.close();
                send(EVENTS / 2, EVENTS);
                await().atMost(WITHIN)
                        .until(() -> context.getBean(InboxService.Skipped.class).failures() > 3);
                second = start(directory, first.getPort());

                for (String topic : new String[] {"outage-single", "outage-batch"}) {
                    await().atMost(WITHIN).untilAsserted(() -> assertThat(SharedBroker.lag(topic, topic))
                            .isZero());
                    assertThat(accounts.deposits(topic))
                            .containsExactlyElementsOf(
                                    IntStream.range(0, EVENTS).boxed().toList());
                }
            }
        } finally {
            first.close();
            if (second != null) {
                second.close();
            }
        }
    }

    private static void send(int from, int to) throws Exception {
        for (String topic : new String[] {"outage-single", "outage-batch"}) {
            SharedBroker.send(
                    topic,
                    "k",
                    IntStream.range(from, to)
                            .mapToObj(i -> Deposit.json("o-" + i, topic, i))
                            .toArray(String[]::new));
        }
    }

    private static EmbeddedPostgres start(Path directory, int port) throws Exception {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(90));
        return (port == 0 ? builder : builder.setPort(port)).start();
    }
}
