package com.bookstore.events.outbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
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

/** Writers and relays are killed at each point and at any moment, and others go on. Each fault 20 times, and each without its protection, with -Pfull. */
@Timeout(14_400)
class OutboxCrashIntegrationTests {

    private static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");
    private static final int TIMES = FULL ? 20 : 1;
    private static final long SEED = FULL ? System.nanoTime() : 42;
    private static final Duration OUTAGE = Duration.ofSeconds(1);
    private static final Duration LONG_OUTAGE = Duration.ofMinutes(3);

    private static final Map<OutboxFault, Integer> HELD = new EnumMap<>(OutboxFault.class);
    private static final Map<OutboxFault, Integer> NOTICED = new EnumMap<>(OutboxFault.class);

    @TempDir
    static Path directory;

    private static OutboxBench bench;
    private static Random random;
    private static long begin;

    @BeforeAll
    static void start() throws Exception {
        begin = System.nanoTime();
        random = new Random(SEED);
        bench = new OutboxBench(directory, OutboxDatabase.POSTGRESQL, OutboxBrokers.one(), 128);
    }

    @AfterAll
    static void stop() {
        if (bench != null) {
            bench.close();
        }
        System.out.printf(
                "outbox crash suite: %s; mutations noticed: %s; seed %d, %d s%n",
                summary(HELD, TIMES), summary(NOTICED, 1), SEED, (System.nanoTime() - begin) / 1_000_000_000);
    }

    private static String summary(Map<OutboxFault, Integer> counts, int times) {
        return counts.entrySet().stream()
                .map(count -> count.getKey().label() + " " + count.getValue() + "/" + times)
                .collect(Collectors.joining(", "));
    }

    /** All faults once, then all again. */
    static Stream<Arguments> faults() {
        return IntStream.range(0, TIMES).boxed().flatMap(time -> ofOneBroker().stream()
                .map(fault -> Arguments.of(fault, time)));
    }

    private static Set<OutboxFault> ofOneBroker() {
        return EnumSet.complementOf(EnumSet.of(OutboxFault.R8_LEADER_KILLED));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void nothingIsLostReorderedOrPublishedWithoutItsTransaction(OutboxFault fault, int time) throws Exception {
        HELD.merge(fault, 0, Integer::sum);
        Duration outage = FULL && time == 0 ? LONG_OUTAGE : OUTAGE;

        List<String> violations = scenarios(outage).run(fault, OutboxMutation.NONE, fault.name() + "-" + time);

        assertThat(violations).as("%s, time %d, seed %d", fault, time, SEED).isEmpty();
        HELD.merge(fault, 1, Integer::sum);
    }

    /** Without -Pfull those that are quick, one for each way in which events can go wrong. */
    static Set<OutboxFault> mutated() {
        return FULL
                ? ofOneBroker()
                : EnumSet.of(
                        OutboxFault.P1_BEFORE_COMMIT, OutboxFault.R1_BEFORE_SENDING, OutboxFault.R4_BEFORE_DELETING);
    }

    @ParameterizedTest
    @MethodSource("mutated")
    void aMissingProtectionIsNoticed(OutboxFault fault) throws Exception {
        NOTICED.put(fault, 0);

        List<String> violations = scenarios(OUTAGE).run(fault, fault.mutation(), "mutated-" + fault.name());

        assertThat(violations).anyMatch(violation -> violation.startsWith(fault.invariant() + ":"));
        NOTICED.put(fault, 1);
    }

    private static OutboxScenarios scenarios(Duration outage) {
        return new OutboxScenarios(bench, random, FULL ? 2 + random.nextInt(3) : 2, outage);
    }
}
