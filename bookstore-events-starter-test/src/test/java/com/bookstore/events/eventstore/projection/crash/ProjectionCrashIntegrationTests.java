package com.bookstore.events.eventstore.projection.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.servers.TestDatabase;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The instance that runs a projection is killed or stands still, another one goes on: what is made of the events is what a fold
 * over the store makes. Each fault 20 times, and on MariaDB too, with -Pfull.
 */
@Timeout(7_200)
class ProjectionCrashIntegrationTests {

    private static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");
    private static final int TIMES = FULL ? 20 : 1;
    private static final long SEED = FULL ? System.nanoTime() : 42;
    private static final Set<ProjectionFault> FAULTS =
            FULL ? EnumSet.allOf(ProjectionFault.class) : EnumSet.of(ProjectionFault.KILLED, ProjectionFault.SUSPENDED);

    @TempDir
    static Path directory;

    private static ProjectionBench bench;
    private static Random random;

    @BeforeAll
    static void start() {
        random = new Random(SEED);
        bench = new ProjectionBench(directory, TestDatabase.POSTGRESQL);
    }

    @AfterAll
    static void stop() {
        if (bench != null) {
            bench.close();
        }
    }

    /** All faults once, then all again. */
    static Stream<Arguments> faults() {
        return IntStream.range(0, TIMES).boxed().flatMap(time -> FAULTS.stream()
                .map(fault -> Arguments.of(fault, time)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void eachEventIsProjectedOnce(ProjectionFault fault, int time) {
        check(bench, fault, time);
    }

    private static void check(ProjectionBench bench, ProjectionFault fault, int time) {
        long start = System.nanoTime();
        new ProjectionScenarios(bench, random).run(fault, ProjectionMutation.NONE);

        Map<String, Totals.Total> made = Totals.made(bench.jdbc());
        assertThat(made)
                .as("%s, time %d, seed %d", fault, time, SEED)
                .isNotEmpty()
                .isEqualTo(Totals.expected(bench.jdbc()));
        System.out.printf(
                "%s, %s, time %d of %d: %d events once, %d ms%n",
                bench.database(),
                fault,
                time + 1,
                TIMES,
                made.values().stream().mapToLong(Totals.Total::events).sum(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    @Test
    void aMissingFenceIsNoticed() {
        new ProjectionScenarios(bench, random).run(ProjectionFault.SUSPENDED, ProjectionMutation.UNFENCED);

        assertThat(Totals.made(bench.jdbc())).isNotEqualTo(Totals.expected(bench.jdbc()));
    }

    @Test
    void aPositionThatIsStoredApartIsNoticed() {
        new ProjectionScenarios(bench, random)
                .run(ProjectionFault.KILLED_BEFORE_COMMIT, ProjectionMutation.POSITION_APART);

        assertThat(Totals.made(bench.jdbc())).isNotEqualTo(Totals.expected(bench.jdbc()));
    }

    @Test
    @EnabledIfSystemProperty(named = "bookstore.tests.full", matches = "true")
    void alsoOnMariaDb(@TempDir Path other) {
        try (ProjectionBench mariaDb = new ProjectionBench(other, TestDatabase.MARIADB)) {
            for (int time = 0; time < TIMES; time++) {
                for (ProjectionFault fault : FAULTS) {
                    check(mariaDb, fault, time);
                }
            }
        }
    }
}
