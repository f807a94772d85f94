package com.bookstore.events.outbox.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Instances come, are killed and stop: each partition of the outbox has one owner, and all have equal shares. With -Pfull. */
@EnabledIfSystemProperty(named = "bookstore.tests.full", matches = "true")
@Timeout(600)
class ScaleOutIntegrationTests {

    private static final Duration AFTER_A_START_OR_A_CRASH = Duration.ofSeconds(15);
    /** A quarter of the lease, and a few transactions. */
    private static final Duration AFTER_A_STOP = Duration.ofSeconds(6);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TIMES = Boolean.getBoolean("bookstore.tests.full") ? 10 : 1;

    @TempDir
    Path directory;

    @Test
    void partitionsAreSharedEquallyWithTheDefaultLease() throws Exception {
        try (OutboxBench bench = new OutboxBench(directory, OutboxDatabase.POSTGRESQL, OutboxBrokers.one(), 128);
                CrashServices relays = bench.relays()
                        .with(Map.of(
                                "bookstore.events.outbox.lease", "10s", OutboxCrashService.RELAYS_AT_ONCE, "true"))) {
            List<ChildJvm> children =
                    new ArrayList<>(Stream.generate(relays::start).limit(4).toList());
            children.forEach(ChildJvm::awaitReady);
            for (int time = 0; time < TIMES; time++) {
                awaitShares(bench, AFTER_A_START_OR_A_CRASH, "start", 16, 16, 16, 16);

                children.remove(0).close();
                awaitShares(bench, AFTER_A_START_OR_A_CRASH, "kill -9", 21, 21, 22);

                ChildJvm stopped = children.remove(0);
                stopped.terminate();
                assertThat(stopped.endsWithin(PATIENCE)).isTrue();
                stopped.close();
                awaitShares(bench, AFTER_A_STOP, "stop", 32, 32);

                children.add(relays.start());
                children.add(relays.start());
                children.forEach(ChildJvm::awaitReady);
            }
            awaitShares(bench, AFTER_A_START_OR_A_CRASH, "start", 16, 16, 16, 16);
        }
    }

    private static void awaitShares(OutboxBench bench, Duration bound, String after, Integer... shares) {
        long start = System.nanoTime();
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(shares(bench)).containsExactly(shares));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("shares %s after a %s: %d ms%n", List.of(shares), after, took.toMillis());
        assertThat(took).as("after a %s", after).isLessThan(bound);
    }

    private static List<Integer> shares(OutboxBench bench) {
        return bench.jdbc()
                .queryForList(
                        "SELECT CAST(count(*) AS INTEGER) FROM outbox_partition"
                                + " WHERE owner IS NOT NULL AND expires_at > statement_timestamp()"
                                + " GROUP BY owner ORDER BY 1",
                        Integer.class);
    }
}
