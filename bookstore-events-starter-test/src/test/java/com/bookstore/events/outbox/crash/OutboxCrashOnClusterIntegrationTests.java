package com.bookstore.events.outbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The leader of three brokers is killed, and others lead. 20 times with -Pfull, which has all brokers away for three
 * minutes, too, and takes the protection away.
 */
@Timeout(7_200)
class OutboxCrashOnClusterIntegrationTests {

    private static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");
    private static final int TIMES = FULL ? 20 : 1;
    private static final int MOST_ATTEMPTS = 5;
    private static final long SEED = FULL ? System.nanoTime() : 42;
    private static final Duration OUTAGE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    @Test
    void nothingIsLostOrReordered() throws Exception {
        try (OutboxBench bench = new OutboxBench(directory, OutboxDatabase.POSTGRESQL, OutboxBrokers.cluster(), 128)) {
            OutboxScenarios scenarios = new OutboxScenarios(bench, new Random(SEED), 2, OUTAGE);
            for (int time = 0; time < TIMES; time++) {
                assertHolds(scenarios, OutboxFault.R8_LEADER_KILLED, time);
            }
            if (FULL) {
                assertHolds(scenarios, OutboxFault.R8_BROKERS_KILLED, 0);
                assertMissingProtectionIsNoticed(scenarios);
            }
        }
        System.out.printf("outbox on three brokers: leader killed %d times, seed %d%n", TIMES, SEED);
    }

    private static void assertHolds(OutboxScenarios scenarios, OutboxFault fault, int time) throws Exception {
        assertThat(scenarios.run(fault, OutboxMutation.NONE, fault.name() + "-" + time))
                .as("%s, time %d, seed %d", fault, time, SEED)
                .isEmpty();
    }

    /** The election has to end while the batch expires; when it does is the brokers' affair, so it may take some attempts. */
    private static void assertMissingProtectionIsNoticed(OutboxScenarios scenarios) throws Exception {
        OutboxFault fault = OutboxFault.R8_LEADER_KILLED;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            List<String> violations = scenarios.run(fault, fault.mutation(), "mutated-" + attempt);
            if (violations.stream().anyMatch(violation -> violation.startsWith(fault.invariant() + ":"))) {
                return;
            }
        }
        throw new AssertionError("Not noticed in " + MOST_ATTEMPTS + " attempts: " + fault);
    }
}
