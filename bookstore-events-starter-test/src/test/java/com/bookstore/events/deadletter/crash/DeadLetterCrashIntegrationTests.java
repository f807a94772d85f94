package com.bookstore.events.deadletter.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Services are killed, stopped and cut off while records die, are stored and replayed, and others go on. One fault of each
 * point, and one without its protection; with -Pfull all of them 20 times, and each without its protection.
 */
@Timeout(14_400)
class DeadLetterCrashIntegrationTests {

    static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");

    private static final int TIMES = FULL ? 20 : 1;
    private static final long SEED = FULL ? System.nanoTime() : 42;

    private static final Map<DeadLetterFault, Integer> HELD = new EnumMap<>(DeadLetterFault.class);
    private static final Map<DeadLetterFault, Integer> NOTICED = new EnumMap<>(DeadLetterFault.class);

    @TempDir
    static Path directory;

    private static DeadLetterBench bench;
    private static DeadLetterScenarios scenarios;
    private static long begin;

    @BeforeAll
    static void start() throws Exception {
        begin = System.nanoTime();
        bench = new DeadLetterBench(directory);
        scenarios = new DeadLetterScenarios(bench, new Random(SEED));
    }

    @AfterAll
    static void stop() {
        if (bench != null) {
            bench.close();
        }
        System.out.printf(
                "dead letter crash suite: %s; mutations noticed: %s; seed %d, %d s%n",
                summary(HELD, TIMES), summary(NOTICED, 1), SEED, (System.nanoTime() - begin) / 1_000_000_000);
    }

    private static String summary(Map<DeadLetterFault, Integer> counts, int times) {
        return counts.entrySet().stream()
                .map(count -> count.getKey().label() + " " + count.getValue() + "/" + times)
                .collect(Collectors.joining(", "));
    }

    /** All faults once, then all again. */
    static Stream<Arguments> faults() {
        Set<DeadLetterFault> faults = FULL
                ? EnumSet.allOf(DeadLetterFault.class)
                : EnumSet.of(
                        DeadLetterFault.Q1_REFUSED,
                        DeadLetterFault.Q2_ACKNOWLEDGED,
                        DeadLetterFault.Q3_TOO_LARGE,
                        DeadLetterFault.Q4_BEFORE_MARKING);
        return IntStream.range(0, TIMES).boxed().flatMap(time -> faults.stream()
                .map(fault -> Arguments.of(fault, time)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void nothingIsLostRepeatedOrReordered(DeadLetterFault fault, int time) throws Exception {
        HELD.merge(fault, 0, Integer::sum);

        List<String> violations = scenarios.run(fault, DeadLetterMutation.NONE, fault.name() + "-" + time);

        assertThat(violations).as("%s, time %d, seed %d", fault, time, SEED).isEmpty();
        HELD.merge(fault, 1, Integer::sum);
    }

    static Set<DeadLetterFault> mutated() {
        return FULL ? EnumSet.allOf(DeadLetterFault.class) : EnumSet.of(DeadLetterFault.Q4_BEFORE_SENDING);
    }

    @ParameterizedTest
    @MethodSource("mutated")
    void aMissingProtectionIsNoticed(DeadLetterFault fault) throws Exception {
        NOTICED.put(fault, 0);

        List<String> violations = scenarios.run(fault, fault.mutation(), "mutated-" + fault.name());

        assertThat(violations).anyMatch(violation -> violation.startsWith(fault.invariant() + ":"));
        NOTICED.put(fault, 1);
    }
}
