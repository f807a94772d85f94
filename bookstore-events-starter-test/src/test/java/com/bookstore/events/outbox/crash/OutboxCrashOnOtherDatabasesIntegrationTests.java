package com.bookstore.events.outbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold on every database: these points 20 times, and without their protections. With -Pfull. */
@EnabledIfSystemProperty(named = "bookstore.tests.full", matches = "true")
@Timeout(7_200)
class OutboxCrashOnOtherDatabasesIntegrationTests {

    private static final int TIMES = 20;
    private static final long SEED = System.nanoTime();
    private static final List<OutboxFault> FAULTS = List.of(
            OutboxFault.P1_BEFORE_COMMIT,
            OutboxFault.P3_AFTER_COMMIT,
            OutboxFault.R1_BEFORE_SENDING,
            OutboxFault.R2_WHILE_SENDING,
            OutboxFault.R4_BEFORE_DELETING,
            OutboxFault.R12_TERMINATED);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "H2"})
    void nothingIsLostReorderedOrPublishedWithoutItsTransaction(OutboxDatabase database) throws Exception {
        try (OutboxBench bench = new OutboxBench(directory, database, OutboxBrokers.one(), 128)) {
            Random random = new Random(SEED);
            OutboxScenarios scenarios = new OutboxScenarios(bench, random, 2, Duration.ofSeconds(1));
            for (int time = 0; time < TIMES; time++) {
                for (OutboxFault fault : FAULTS) {
                    assertThat(scenarios.run(fault, OutboxMutation.NONE, fault.name() + "-" + time))
                            .as("%s, time %d, seed %d", fault, time, SEED)
                            .isEmpty();
                }
            }
            for (OutboxFault fault : FAULTS) {
                assertThat(scenarios.run(fault, fault.mutation(), "mutated-" + fault.name()))
                        .as(fault.name())
                        .anyMatch(violation -> violation.startsWith(fault.invariant() + ":"));
            }
        }
    }
}
