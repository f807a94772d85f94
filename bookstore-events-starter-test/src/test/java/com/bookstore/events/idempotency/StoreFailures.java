package com.bookstore.events.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.IdempotencyStoreException.Reason;
import com.bookstore.events.servers.FaultyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store outside the service does when the network or its server fails. */
abstract class StoreFailures {

    static final Duration TIMEOUT = Duration.ofMillis(500);
    static final Duration LEASE = Duration.ofMinutes(5);

    /** A loaded machine is late. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private final String run = UUID.randomUUID().toString();
    FaultyProxy proxy;
    IdempotencyStore store;

    abstract int serverPort();

    abstract IdempotencyStore connect(int port);

    abstract void disconnect();

    @BeforeEach
    void open() {
        proxy = FaultyProxy.to(serverPort());
        store = connect(proxy.port());
        awaitRecovery(); // the first connection may take its time
    }

    @AfterEach
    void close() {
        proxy.heal();
        disconnect();
        proxy.close();
    }

    final Claim of(String key) {
        return new Claim(run + key, "same", "event of " + key);
    }

    final ClaimResult claim(String key) {
        return store.claim(List.of(of(key)), LEASE).get(0);
    }

    private IdempotencyStoreException failure(String key) {
        long start = System.nanoTime();
        IdempotencyStoreException failure = catchThrowableOfType(IdempotencyStoreException.class, () -> claim(key));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plus(SLACK));
        assertThat(failure).isNotNull();
        assertThat(failure.operation()).isEqualTo("claim");
        return failure;
    }

    final void awaitRecovery() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .ignoreExceptionsInstanceOf(IdempotencyStoreException.class)
                .until(() -> claim(UUID.randomUUID().toString()) instanceof Granted);
    }

    @Test
    void aStoreThatIsDownIsAnErrorInTimeAndUsedAgainWhenItIsBack() {
        proxy.cut();

        assertThat(failure("one").reason()).isIn(Reason.UNREACHABLE, Reason.TIMED_OUT);
        assertThat(failure("two").reason()).isIn(Reason.UNREACHABLE, Reason.TIMED_OUT);

        proxy.heal();
        awaitRecovery();
    }

    @Test
    void aStoreThatGoesSilentIsAnErrorInTimeForAnyNumberOfCallers() throws Exception {
        proxy.hold();

        ExecutorService callers = Executors.newFixedThreadPool(40);
        try {
            List<Future<Reason>> failures = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String key = "silent" + i;
                failures.add(callers.submit(() -> failure(key).reason()));
            }
            for (Future<Reason> failure : failures) {
                assertThat(failure.get()).isIn(Reason.TIMED_OUT, Reason.UNREACHABLE);
            }
        } finally {
            callers.shutdownNow();
        }

        proxy.heal();
        awaitRecovery();
    }

    @Test
    void aStoreThatIsTooSlowIsAnErrorAndOneThatIsOnlySlowIsNot() {
        proxy.delay(Duration.ofMillis(30));
        assertThat(claim("slow")).isInstanceOf(Granted.class);

        proxy.delay(TIMEOUT.multipliedBy(4));
        assertThat(failure("too slow").reason()).isEqualTo(Reason.TIMED_OUT);

        proxy.heal();
        awaitRecovery();
    }

    @Test
    void aClaimWhoseAnswerIsLostIsResumedWithItsEvent() {
        Duration lease = Duration.ofSeconds(1);
        Claim lost = of("lost");
        proxy.loseAnswers();
        assertThat(catchThrowableOfType(IdempotencyStoreException.class, () -> store.claim(List.of(lost), lease)))
                .isNotNull();
        proxy.heal();

        Claim next = new Claim(lost.key(), lost.fingerprint(), "another event");
        Granted granted = (Granted) Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .ignoreExceptionsInstanceOf(IdempotencyStoreException.class)
                .until(() -> store.claim(List.of(next), LEASE).get(0), Granted.class::isInstance);

        assertThat(granted.event()).isEqualTo(lost.event());
        assertThat(granted.resumed()).isTrue();
    }

    @Test
    void aCallerThatIsInterruptedIsToldAndStaysInterrupted() {
        proxy.hold();
        Thread.currentThread().interrupt();

        IdempotencyStoreException failure =
                catchThrowableOfType(IdempotencyStoreException.class, () -> claim("interrupted"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        assertThat(failure).hasCauseInstanceOf(InterruptedException.class);
    }
}
