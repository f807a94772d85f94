package com.bookstore.events.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who holds which partition, in each database. */
@Timeout(180)
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdbcPartitionLeasesIntegrationTests {

    private static final int COUNT = 12;
    private static final TableName PARTITIONS = new TableName(null, "lease_partitions");
    private static final TableName MEMBERS = new TableName(null, "lease_members");

    @Parameter
    private TestDatabase database;

    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private JdbcDialect dialect;

    @BeforeParameterizedClassInvocation
    void open() throws Exception {
        pool = database.pool(10);
        jdbc = new JdbcTemplate(pool);
        try (Connection connection = pool.getConnection()) {
            dialect = JdbcDialect.of(connection);
        }
        String time = dialect == JdbcDialect.MARIADB ? "DATETIME(6)" : "TIMESTAMP WITH TIME ZONE";
        jdbc.execute(
                "CREATE TABLE IF NOT EXISTS %s (partition_no INTEGER PRIMARY KEY, owner VARCHAR(64), token BIGINT, expires_at %s)"
                        .formatted(PARTITIONS, time));
        jdbc.execute("CREATE TABLE IF NOT EXISTS %s (owner VARCHAR(64) PRIMARY KEY, expires_at %s)"
                .formatted(MEMBERS, time));
    }

    @AfterParameterizedClassInvocation
    void close() {
        pool.close();
    }

    @BeforeEach
    void empty() {
        jdbc.update("DELETE FROM " + PARTITIONS);
        jdbc.update("DELETE FROM " + MEMBERS);
    }

    @Test
    void aSingleOwnerHoldsEverything() {
        JdbcPartitionLeases leases = leases(Duration.ofMinutes(1));

        Holding holding = leases.balance("a");

        assertThat(holding.owner()).isEqualTo("a");
        assertThat(holding.partitions()).hasSize(COUNT);
        assertThat(holding.tokens().values()).containsOnly(1L);
        assertThat(holding.left()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
        assertThat(leases.balance("a").tokens()).isEqualTo(holding.tokens());
    }

    @Test
    void severalShareEvenly() {
        JdbcPartitionLeases leases = leases(Duration.ofMinutes(1));
        List<String> owners = List.of("a", "b", "c", "d", "e");
        for (int round = 0; round < 3; round++) {
            owners.forEach(leases::balance);
        }

        List<Integer> all = new ArrayList<>();
        for (String owner : owners) {
            Holding holding = leases.balance(owner);
            assertThat(holding.partitions()).hasSizeBetween(2, 3);
            all.addAll(holding.partitions());
        }
        assertThat(all).doesNotHaveDuplicates().hasSize(COUNT);
    }

    @Test
    void nobodyTakesWhatIsHeldUntilItIsGivenBack() {
        JdbcPartitionLeases leases = leases(Duration.ofMinutes(1));
        leases.balance("a");
        assertThat(leases.balance("b").partitions()).isEmpty();

        Holding kept = leases.balance("a");
        Holding taken = leases.balance("b");

        assertThat(kept.partitions()).hasSize(COUNT / 2);
        assertThat(taken.partitions()).hasSize(COUNT / 2).doesNotContainAnyElementsOf(kept.partitions());
        assertThat(taken.tokens().values()).containsOnly(2L);
    }

    @Test
    void whoLeavesHandsOverAtOnce() {
        JdbcPartitionLeases leases = leases(Duration.ofMinutes(1));
        leases.balance("a");
        leases.leave("a");

        assertThat(leases.renew("a").partitions()).isEmpty();
        leases.leave("a");
        assertThat(leases.balance("b").partitions()).hasSize(COUNT);
    }

    @Test
    void whatIsNotRenewedIsTakenByAnotherAndItsTokenGrows() {
        JdbcPartitionLeases brief = leases(Duration.ofSeconds(1));
        Holding lost = brief.balance("a");
        await().atMost(Duration.ofSeconds(30)).until(() -> lost.left().isNegative());

        JdbcPartitionLeases leases = leases(Duration.ofMinutes(1));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> leases.balance("b").partitions().size() == COUNT);

        assertThat(leases.renew("b").tokens().values()).containsOnly(2L);
        assertThat(leases.renew("a").partitions()).isEmpty();
    }

    @Test
    void renewingKeepsThemWithoutTakingMore() {
        JdbcPartitionLeases brief = leases(Duration.ofSeconds(2));
        brief.balance("a");
        JdbcPartitionLeases leases = leases(Duration.ofMinutes(1));
        leases.balance("b");
        Set<Integer> share = brief.balance("a").partitions();
        assertThat(share).hasSize(COUNT / 2);

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
        await().pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    assertThat(brief.renew("a").partitions()).isEqualTo(share);
                    return System.nanoTime() - end > 0;
                });
    }

    @Test
    void manyAtOnceNeverHoldOneTogether() throws Exception {
        JdbcPartitionLeases leases = leases(Duration.ofMinutes(1));
        ExecutorService instances = Executors.newFixedThreadPool(6);
        try {
            List<Future<Holding>> balanced = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                for (String owner : List.of("a", "b", "c", "d", "e", "f")) {
                    balanced.add(instances.submit(() -> leases.balance(owner)));
                }
            }
            Map<Integer, Set<String>> byToken = new java.util.HashMap<>();
            for (Future<Holding> outcome : balanced) {
                Holding holding = outcome.get(120, TimeUnit.SECONDS);
                holding.tokens().forEach((partition, token) -> byToken.computeIfAbsent(
                                Math.toIntExact(token * COUNT + partition), any -> new HashSet<>())
                        .add(holding.owner()));
            }
            assertThat(byToken.values()).allSatisfy(owners -> assertThat(owners).hasSize(1));
        } finally {
            instances.shutdownNow();
        }
    }

    @Test
    void tellsTheDatabasesTime() {
        Holding holding = leases(Duration.ofMinutes(1)).balance("a");

        assertThat(holding.currentMillis()).isCloseTo(System.currentTimeMillis(), within(5_000L));
        assertThat(Holding.none("x").partitions()).isEmpty();
        assertThat(Holding.none("x").left()).isLessThanOrEqualTo(Duration.ZERO);
    }

    private JdbcPartitionLeases leases(Duration lease) {
        return new JdbcPartitionLeases(new JdbcDatabase(pool, dialect), PARTITIONS, MEMBERS, COUNT, lease);
    }
}
