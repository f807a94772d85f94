package com.bookstore.events.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.servers.RedisTestServer;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Services are killed at each point and at any moment, and others go on. Each fault 20 times with -Pfull. */
@Timeout(7_200)
class CrashIntegrationTests {

    private static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");
    private static final int TIMES = FULL ? 20 : 1;
    private static final long SEED = FULL ? System.nanoTime() : 42;

    private static final int TIMES_IN_REDIS = 5;
    private static final Map<String, String> SHORT_RETENTION = Map.of(
            "bookstore.events.inbox.retention",
            "1s",
            "bookstore.events.topics." + CrashEvent.TOPIC + ".retention",
            "7d");

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
        scenarios = new CrashScenarios(bench, bench.services(), new Random(SEED));
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

    /** All faults once, then all again. */
    static Stream<Arguments> faults() {
        return IntStream.range(0, TIMES).boxed().flatMap(time -> Arrays.stream(Fault.values())
                .map(fault -> Arguments.of(fault, time)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void nothingIsLostRepeatedOrReordered(Fault fault, int time) throws Exception {
        HELD.merge(fault, 0, Integer::sum);

        List<String> violations = scenarios.run(fault, Mutation.NONE, fault.name() + "-" + time);

        assertThat(violations).as("%s, time %d, seed %d", fault, time, SEED).isEmpty();
        HELD.merge(fault, 1, Integer::sum);
    }

    /** All that have a mutation; without -Pfull the quick ones, of publishers and of consumers. */
    static Set<Fault> mutated() {
        return FULL
                ? EnumSet.complementOf(EnumSet.of(Fault.PUBLISHER_KILLED, Fault.CONSUMER_KILLED))
                : EnumSet.of(Fault.D1_CLAIMED_NOT_SENT, Fault.C1_BEFORE_HANDLER, Fault.C1_AFTER_EFFECT);
    }

    @ParameterizedTest
    @MethodSource("mutated")
    void aMissingProtectionIsNoticed(Fault fault) throws Exception {
        NOTICED.put(fault, 0);

        List<String> violations = scenarios.run(fault, fault.mutation(), "mutated-" + fault.name());

        assertThat(violations).anyMatch(violation -> violation.startsWith(fault.invariant() + ":"));
        NOTICED.put(fault, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"D1_CLAIMED_NOT_SENT", "D2_SENT_NOT_CONFIRMED", "D4_TWO_PUBLISHERS"})
    @EnabledIfSystemProperty(named = "bookstore.tests.full", matches = "true")
    void theSameHoldsWithKeysInRedis(Fault fault) throws Exception {
        try (CrashServices services = bench.services()
                .with(Map.of(
                        "spring.autoconfigure.exclude", "",
                        "bookstore.events.idempotency.store", "redis",
                        "spring.data.redis.port", Integer.toString(RedisTestServer.port())))) {
            CrashScenarios inRedis = new CrashScenarios(bench, services, new Random(SEED));
            for (int time = 0; time < TIMES_IN_REDIS; time++) {
                assertThat(inRedis.run(fault, Mutation.NONE, "redis-" + fault.name() + "-" + time))
                        .isEmpty();
            }
            assertThat(inRedis.run(fault, fault.mutation(), "redis-mutated-" + fault.name()))
                    .anyMatch(violation -> violation.startsWith(fault.invariant() + ":"));
        }
    }

    @Test
    void aTransactionThatStandsStillIsInNobodysWayOnceTheDatabaseEndsIt() {
        Map<String, String> impatient = Map.of(
                "spring.datasource.url", CrashBench.url() + "?options=-c%20idle_in_transaction_session_timeout=2s");
        try (CrashServices services = bench.services().with(impatient)) {
            CrashScenarios cut = new CrashScenarios(bench, services, new Random(SEED));

            assertThat(cut.holdUntilConsumed(Fault.C3_STOPPED_AFTER_EFFECT, "cut"))
                    .isEmpty();
        }
    }

    @Test
    void aStartIsRefusedIfEventsCanComeAgainAfterTheirNotesAreGone() {
        try (CrashServices services = bench.services().with(SHORT_RETENTION)) {
            assertThat(services.start().awaitFailedStart())
                    .contains("Handled events are remembered for PT1S, but can be read again for longer")
                    .contains("crash-events keeps them for PT168H")
                    .contains("bookstore.events.inbox.accept-short-retention=true");
        }
    }

    @Test
    void anAcceptedShortRetentionIsNoticedWhenEventsComeAgain() throws Exception {
        Map<String, String> accepted = Map.of(
                "bookstore.events.inbox.accept-short-retention", "true",
                "bookstore.events.inbox.cleanup.interval", "100ms");
        try (CrashServices services = bench.services().with(SHORT_RETENTION).with(accepted)) {
            List<String> violations =
                    new CrashScenarios(bench, services, new Random(SEED)).deliverAgainAfterCleaning("short-retention");

            assertThat(violations).anyMatch(violation -> violation.startsWith("D:"));
        }
    }
}
