package com.bookstore.events.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Services are killed at each point and at any moment, and others go on. Each fault 20 times with -Pfull. */
@Timeout(7_200)
class CrashIntegrationTests {

    private static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");
    private static final int TIMES = FULL ? 20 : 1;
    private static final long SEED = FULL ? System.nanoTime() : 42;

    private static final Map<Fault, Integer> HELD = new EnumMap<>(Fault.class);
    private static final Map<Fault, Integer> NOTICED = new EnumMap<>(Fault.class);

    @TempDir
    static Path directory;

    private static CrashBench bench;
    private static CrashScenarios scenarios;
    private static long begin;

    @BeforeAll
    static void start() {
        begin = System.nanoTime();
        bench = new CrashBench(directory);
        scenarios = new CrashScenarios(bench, new Random(SEED));
    }

    @AfterAll
    static void stop() {
        if (bench != null) {
            bench.close();
        }
        System.out.printf(
                "crash suite: %s; mutations noticed: %s; seed %d, %d s%n",
                summary(HELD, TIMES), summary(NOTICED, 1), SEED, (System.nanoTime() - begin) / 1_000_000_000);
    }

    private static String summary(Map<Fault, Integer> counts, int times) {
        return counts.entrySet().stream()
                .map(count -> count.getKey().label() + " " + count.getValue() + "/" + times)
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostRepeatedOrReordered(Fault fault) throws Exception {
        HELD.put(fault, 0);
        for (int time = 0; time < TIMES; time++) {
            List<String> violations = scenarios.run(fault, Mutation.NONE, fault.name() + "-" + time);

            assertThat(violations).as("%s, time %d, seed %d", fault, time, SEED).isEmpty();
            HELD.merge(fault, 1, Integer::sum);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PUBLISHER_KILLED", "CONSUMER_KILLED"})
    void aMissingProtectionIsNoticed(Fault fault) throws Exception {
        NOTICED.put(fault, 0);

        List<String> violations = scenarios.run(fault, fault.mutation(), "mutated-" + fault.name());

        assertThat(violations).anyMatch(violation -> violation.startsWith(fault.invariant() + ":"));
        NOTICED.put(fault, 1);
    }
}
