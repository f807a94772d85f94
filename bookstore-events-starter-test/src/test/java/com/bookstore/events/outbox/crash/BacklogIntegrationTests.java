package com.bookstore.events.outbox.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many events wait, some of them large, for one instance with a small heap; a million of them with -Pfull. */
@Timeout(3_600)
class BacklogIntegrationTests {

    private static final int EVENTS = Boolean.getBoolean("bookstore.tests.full") ? 1_000_000 : 50_000;
    private static final int LARGE_ONE_OF = EVENTS / 80;
    private static final int HEAP = 256;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    @TempDir
    Path directory;

    @Test
    void isRelayedCompletelyAndOnce() throws Exception {
        try (OutboxBench bench = new OutboxBench(directory, OutboxDatabase.POSTGRESQL, OutboxBrokers.one(), HEAP);
                CrashServices relays = bench.relays().with(Map.of("bookstore.events.outbox.batch-size", "2000"))) {
            store(bench);
            ChildJvm relay = relays.take();
            long start = System.nanoTime();

            relay.order("relay");

            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> bench.left() == 0);
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            System.out.printf("backlog of %d: %d ms, %d/s%n", EVENTS, millis, 1_000L * EVENTS / millis);
            assertThat(bench.topic().size()).isEqualTo(EVENTS);
        }
    }

    /** 64 keys, one in each partition of the outbox. */
    private static void store(OutboxBench bench) {
        bench.jdbc()
                .update(
                        """
                        INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, partition_no)
                        SELECT 'e' || n, ?, 'k' || n % 64, 'written',
                            convert_to(repeat('x', CASE WHEN n % ? = 0 THEN 900000 ELSE 200 END), 'UTF8'), n % 64
                        FROM generate_series(1, ?) n ORDER BY n""",
                        Written.TOPIC, LARGE_ONE_OF, EVENTS);
    }
}
