package com.bookstore.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.servers.Pools;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The database is away for much longer than a record is retried, while events go on coming. */
@Timeout(600)
class DependencyOutageIntegrationTests {

    private static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");
    private static final Duration OUTAGE = FULL ? Duration.ofMinutes(2) : Duration.ofSeconds(10);
    private static final Duration WITHIN = Duration.ofSeconds(150);
    private static final int BEFORE = 100;
    private static final int A_HANDFUL = 4;
    private static final List<String> LISTENERS = List.of("away-single", "away-batch");

    @Test
    void costsAHandfulOfDeadLettersAndNoEffect(@TempDir Path directory) throws Exception {
        SharedBroker.createTopics(
                1, InboxService.TOPICS.stream().map(topic -> "away-" + topic).toList());
        EmbeddedPostgres first = start(directory, 0);
        EmbeddedPostgres second = null;
        try (HikariDataSource pool =
                Pools.pool("jdbc:postgresql://127.0.0.1:" + first.getPort() + "/postgres", "postgres", "postgres", 5)) {
            pool.setConnectionTimeout(250);
            pool.setValidationTimeout(250);
            try (ConfigurableApplicationContext context = InboxService.start(pool, "away", settings())) {
                InboxService.Skipped seen = context.getBean(InboxService.Skipped.class);
                Accounts accounts = context.getBean(InboxService.class).accounts;
                send(0, BEFORE);
                await().atMost(WITHIN)
                        .until(() -> LISTENERS.stream().allMatch(listener -> accounts.calls(listener) > 0));
                first.close();
                int sent = sendDuring(OUTAGE, seen);
                second = start(directory, first.getPort());

                assertThatAllHaveTheirEffect(accounts, sent);
                for (String listener : LISTENERS) {
                    await().atMost(WITHIN).untilAsserted(() -> assertThat(seen.paused(listener))
                            .isFalse());
                }
            }
        } finally {
            first.close();
            if (second != null) {
                second.close();
            }
        }
    }

    /** The long form has the settings of production. */
    private static String[] settings() {
        return FULL
                ? new String[] {"bookstore.events.dead-letter.retry.delay=1s"}
                : new String[] {
                    "bookstore.events.dead-letter.breaker.probe-interval=500ms",
                    "bookstore.events.dead-letter.breaker.max-probe-interval=2s"
                };
    }

    private static int sendDuring(Duration outage, InboxService.Skipped seen) {
        AtomicInteger sent = new AtomicInteger(BEFORE);
        await().during(outage).atMost(outage.plus(WITHIN)).pollInSameThread().until(() -> {
            send(sent.get(), sent.get() + 10);
            sent.addAndGet(10);
            return true;
        });
        for (String listener : LISTENERS) {
            await().atMost(WITHIN)
                    .untilAsserted(() -> assertThat(seen.paused(listener)).isTrue());
        }
        return sent.get();
    }

    private static void assertThatAllHaveTheirEffect(Accounts accounts, int sent) throws Exception {
        for (String listener : LISTENERS) {
            await().atMost(WITHIN).untilAsserted(() -> assertThat(SharedBroker.lag(listener, listener))
                    .isZero());
            List<Integer> dead = SharedBroker.readAll("away-dead").stream()
                    .map(letter -> letter.value())
                    .filter(value -> value.contains("\"" + listener + "\""))
                    .map(value -> Integer.valueOf(value.replaceAll(".*\"amount\":(\\d+).*", "$1")))
                    .toList();
            assertThat(dead).as("dead letters of %s", listener).hasSizeLessThanOrEqualTo(A_HANDFUL);
            List<Integer> all = new ArrayList<>(accounts.deposits(listener));
            all.addAll(dead);
            assertThat(all)
                    .as("effects and dead letters of %s", listener)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, sent).boxed().toList());
        }
    }

    private static void send(int from, int to) throws Exception {
        for (String topic : LISTENERS) {
            SharedBroker.send(
                    topic,
                    "k",
                    IntStream.range(from, to)
                            .mapToObj(i -> Deposit.json("a-" + i, topic, i))
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
