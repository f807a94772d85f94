package com.bookstore.events.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JdbcCleanupTests {

    private static final Duration OFTEN = Duration.ofMillis(5);

    private JdbcCleanup cleanup;

    @AfterEach
    void stop() {
        cleanup.stop();
    }

    @Test
    void aRoundDeletesChunksUntilOneIsNotFull() {
        AtomicInteger rows = new AtomicInteger(250);
        List<Integer> found = new CopyOnWriteArrayList<>();
        cleanup = new JdbcCleanup("rows", OFTEN, 100, chunk -> {
            int deleted = Math.min(chunk, rows.get());
            rows.addAndGet(-deleted);
            found.add(deleted);
            return deleted;
        });

        cleanup.start();

        await().until(() -> found.size() > 3);
        assertThat(List.copyOf(found).subList(0, 4)).containsExactly(100, 100, 50, 0);
    }

    @Test
    void aFailureWaitsForTheNextRound() {
        AtomicInteger rounds = new AtomicInteger();
        cleanup = new JdbcCleanup("rows", OFTEN, 100, chunk -> {
            if (rounds.incrementAndGet() == 1) {
                throw new IllegalStateException("database down");
            }
            return 0;
        });

        cleanup.start();

        await().until(() -> rounds.get() > 2);
    }

    @Test
    void stoppingWaitsForTheChunkAtWorkAndEndsTheRound() {
        CountDownLatch working = new CountDownLatch(1);
        AtomicInteger chunks = new AtomicInteger();
        cleanup = new JdbcCleanup("rows", OFTEN, 1, chunk -> {
            working.countDown();
            chunks.incrementAndGet();
            return 1;
        });
        cleanup.start();
        await().until(() -> working.getCount() == 0);

        cleanup.stop();

        int atStop = chunks.get();
        assertThat(cleanup.isRunning()).isFalse();
        await().during(Duration.ofMillis(50)).until(() -> chunks.get() == atStop);
        cleanup.start();
        await().until(() -> chunks.get() > atStop);
    }
}
