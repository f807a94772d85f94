package com.bookstore.events.deadletter.crash;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashPoint;
import com.bookstore.events.crash.Patience;
import com.bookstore.events.deadletter.store.DeadLetterTables;
import java.time.Duration;
import java.util.Random;

/** What scenarios consist of. */
final class DeadLetterSteps {

    static final String STORE = DeadLetterTables.LISTENER;

    private final DeadLetterBench bench;
    private final Random random;
    private final DeadLetterMutation mutation;
    private final Duration patience;

    DeadLetterSteps(DeadLetterBench bench, Random random, DeadLetterMutation mutation) {
        this.bench = bench;
        this.random = random;
        this.mutation = mutation;
        this.patience = mutation == DeadLetterMutation.NONE ? Patience.USUAL : Patience.WITH_A_MUTATION;
    }

    /** A service whose handler fails. */
    ChildJvm take() {
        ChildJvm child = bench.services().take();
        child.order("mutate", mutation.name());
        child.order("fail", "true");
        return child;
    }

    /** Of what the service is at, nothing goes on. */
    void giveBack(ChildJvm child) {
        child.order("stop", DeadLetterHandler.ID);
        child.order("stop", STORE);
        child.order("mutate", DeadLetterMutation.NONE.name());
        bench.services().giveBack(child);
    }

    void arm(ChildJvm child, CrashPoint point, int hit, boolean hold) {
        child.order("arm", point.name(), Integer.toString(hit), Boolean.toString(hold));
    }

    /** Has it handle all there is, and store what died of it. */
    void settle(ChildJvm child) {
        child.order("start", STORE);
        child.order("start", DeadLetterHandler.ID);
        awaitHandled();
        awaitStored();
    }

    void awaitHandled() {
        Patience.atMost(patience, bench.topics()::areHandled);
    }

    void awaitStored() {
        Patience.atMost(patience, bench.topics()::areStored);
    }

    /** Waits until so many dead letters have come. */
    void awaitLetters(long before, int count) {
        Patience.atMost(patience, () -> bench.topics().letters() >= before + count);
    }

    /** Waits until the handler has failed, and a while. */
    void awaitFailures(long before, int mostMillis) {
        Patience.until(() -> bench.failures() > before);
        Duration pause = Duration.ofMillis(100 + random.nextInt(mostMillis));
        Patience.atMost(mutation == DeadLetterMutation.NONE ? pause : patience, bench.topics()::areHandled);
    }
}
