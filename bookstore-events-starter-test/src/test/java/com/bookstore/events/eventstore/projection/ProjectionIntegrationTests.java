package com.bookstore.events.eventstore.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import com.bookstore.events.eventstore.EventFilter;
import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.ExpectedVersion;
import com.bookstore.events.eventstore.projection.Projection.Start;
import com.bookstore.events.eventstore.projection.ProjectionsEndpoint.State;
import com.bookstore.events.lease.JdbcNamedLeases;
import com.bookstore.events.lease.NamedLease;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Projections by two instances, on each database. */
@Timeout(240)
@ParameterizedClass
@EnumSource(names = {"H2", "POSTGRESQL", "MARIADB"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectionIntegrationTests {

    @Parameter
    private TestDatabase database;

    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private ConfigurableApplicationContext context;
    private EventStore store;
    private JdbcProjectionTable table;
    private Rows all;

    @BeforeParameterizedClassInvocation
    void open() {
        pool = database.pool(15);
        jdbc = new JdbcTemplate(pool);
        jdbc.execute("CREATE TABLE projected_rows (projection VARCHAR(100), position BIGINT, account VARCHAR(100))");
        context = ProjectionService.start(pool);
        store = context.getBean(EventStore.class);
        table = context.getBean(JdbcProjectionTable.class);
        all = context.getBean("all", Rows.class);
    }

    @AfterParameterizedClassInvocation
    void close() {
        context.close();
        for (String name : List.of("projected_rows", "projected", "projected_lock", "projected_at")) {
            jdbc.execute("DROP TABLE IF EXISTS " + name);
        }
        pool.close();
    }

    @BeforeEach
    void goOn() {
        all.fail(null);
        table.restart("all");
    }

    @Test
    void eachEventIsProjectedOnceWhoeverRunsTheProjection() {
        ProjectionRunner here = context.getBean(ProjectionRunner.class);
        ProjectionRunner there = another();
        there.start();
        try {
            for (int i = 0; i < 60; i++) {
                append("wanted", i % 3 == 0 ? 3 : 1);
                if (i == 20) {
                    here.stop();
                    until(() -> there.here().size() == 3);
                } else if (i == 40) {
                    here.start();
                    there.stop();
                }
            }
            awaitAll("all", "some");
            assertThat(all.positions()).isEqualTo(stored());
            assertThat(context.getBean("some", Rows.class).positions())
                    .isEqualTo(jdbc.queryForList(
                            "SELECT position FROM projected WHERE aggregate_type = 'wanted' ORDER BY position",
                            Long.class));
        } finally {
            there.stop();
        }
    }

    @Test
    void oneThatStartsNowGetsWhatIsAppendedFromThenOn() {
        append("other", 2);
        Rows fresh = new Rows(jdbc, "fresh", Start.NOW, EventFilter.all());
        table.register("fresh", Start.NOW);
        table.register("fresh", Start.BEGINNING);
        ProjectionRunner runner = runner(fresh);
        long first = append("other", 2);
        runner.start();
        try {
            until(() -> fresh.positions().size() == 2);
            assertThat(fresh.positions()).startsWith(first).isSubsetOf(stored());
        } finally {
            runner.stop();
        }
    }

    @Test
    void anInstanceThatDoesNotRunItCanHaveItRebuilt() {
        append("wanted", 5);
        awaitAll("all");
        jdbc.update("INSERT INTO projected_rows VALUES ('all', 0, 'wrong')");
        ProjectionsEndpoint elsewhere = new ProjectionsEndpoint(table, Set::of, name -> {}, event -> {}, true);

        State asked = (State)
                elsewhere.write("all", "rebuild", mock(SecurityContext.class)).getBody();

        assertThat(asked.state()).isIn("REBUILDING", "RUNNING");
        until(() -> status("all").state().equals("RUNNING"));
        awaitAll("all");
        assertThat(all.positions()).isEqualTo(stored());
    }

    @Test
    void rebuildsWhileTwoInstancesRunAndEventsAreAppendedMissNothing() {
        ProjectionRunner there = another();
        there.start();
        try {
            for (int i = 0; i < 60; i++) {
                append("wanted", 2);
                if (i % 12 == 5) {
                    jdbc.update("INSERT INTO projected_rows VALUES ('all', 0, 'wrong')");
                    assertThat(table.rebuild("all")).isTrue();
                }
            }
            until(() -> status("all").state().equals("RUNNING"));
            awaitAll("all");
            assertThat(all.positions()).isEqualTo(stored());
        } finally {
            there.stop();
        }
    }

    @Test
    void oneThatFailsStopsAndTheOthersGoOn() {
        awaitAll("all");
        long before = status("all").position();
        all.fail(new IllegalStateException("mistake"));
        append("wanted", 3);

        until(() -> status("all").failed());
        awaitAll("some", "late");
        assertThat(status("all").position()).isEqualTo(before);
        assertThat(status("all").error()).contains("IllegalStateException: mistake");
        assertThat(status("all").behind()).isGreaterThanOrEqualTo(3);
        assertThat(all.positions())
                .doesNotContainAnyElementsOf(
                        stored().stream().filter(position -> position > before).toList());

        all.fail(null);
        ProjectionsEndpoint endpoint = context.getBean(ProjectionsEndpoint.class);
        endpoint.write("all", "restart", mock(SecurityContext.class));

        awaitAll("all");
        assertThat(all.positions()).isEqualTo(stored());
    }

    @Test
    void aRowThatIsNoEventStopsThoseThatWouldGetItUntilItIsGone() {
        append("wanted", 2);
        long last = stored().get(stored().size() - 1);
        jdbc.update(
                "INSERT INTO projected (aggregate_type, aggregate_id, event_version, event_type, event_id, event_data, metadata,"
                        + " timestamp, correlation_id) VALUES ('broken', 'b', 1, 't', ' ', '{}', '{}', CURRENT_TIMESTAMP, 'c')");
        long broken = stored().get(stored().size() - 1);
        append("wanted", 2);

        until(() -> status("all").failed() && status("late").failed());
        assertThat(status("all").position()).isEqualTo(last);
        assertThat(status("all").error()).contains("UnreadableEvent", "position " + broken);
        awaitAll("some");

        jdbc.update("DELETE FROM projected WHERE position = ?", broken);
        assertThat(table.restart("all") && table.restart("late")).isTrue();
        awaitAll("all", "late");
        assertThat(all.positions()).isEqualTo(stored());
    }

    @Test
    void onlyTheOwnerOfTheCurrentLeaseStoresPositions() {
        table.register("leased", Start.BEGINNING);
        JdbcNamedLeases leases = new JdbcNamedLeases(
                context.getBean(ProjectionTables.class).database(),
                context.getBean(ProjectionTables.class).projections(),
                Duration.ofMinutes(1));
        NamedLease first = leases.take("leased", "a").orElseThrow();
        assertThat(leases.take("leased", "b")).isEmpty();
        assertThat(leases.take("unknown", "b")).isEmpty();
        assertThat(table.advanceAlone(first, 0, 10)).isTrue();
        assertThat(table.advanceAlone(first, 0, 11)).isFalse();
        assertThat(leases.renew(first)).isPresent();

        expire("leased");
        assertThat(leases.renew(first)).isPresent();
        expire("leased");
        assertThat(leases.take("leased", "b")).isPresent();
        assertThat(leases.renew(first)).isEmpty();
        assertThat(table.advanceAlone(first, 10, 11)).isFalse();
        assertThat(table.fail(first, 10, "late")).isFalse();
        leases.giveBack(first);
        assertThat(status("leased").owner()).isEqualTo("b");

        NamedLease second = new NamedLease("leased", "b", first.token() + 1, 0);
        assertThat(table.advanceAlone(second, 10, 11)).isTrue();
        assertThat(table.rebuild("leased")).isTrue();
        assertThat(table.advanceAlone(second, 11, 12)).isFalse();
        assertThat(leases.renew(second)).isEmpty();
        assertThat(status("leased").toReset()).isTrue();
        NamedLease third = leases.take("leased", "b").orElseThrow();
        assertThat(third.token()).isGreaterThan(second.token());
        assertThat(table.fail(third, 11, "x".repeat(1_999) + "😀\uD800")).isTrue();
        assertThat(status("leased").error()).startsWith("xx").hasSizeBetween(1_999, 2_000);
        assertThat(leases.take("leased", "c")).isPresent();
    }

    @Test
    void theLagIsTheAgeOfTheFirstEventThatWaits() {
        long position = append("other", 1);
        table.register("waiting", Start.BEGINNING);
        jdbc.update("UPDATE projected_at SET position = ? WHERE name = 'waiting'", position - 1);
        String hourAgo =
                context.getBean(ProjectionTables.class).database().dialect().nowPlus(Duration.ofHours(-1));
        jdbc.update("UPDATE projected SET timestamp = " + hourAgo + " WHERE position = " + position);

        ProjectionStatus status = status("waiting");

        assertThat(status.behind()).isEqualTo(1);
        assertThat(status.lag()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(62));
        jdbc.update("UPDATE projected_at SET position = ? WHERE name = 'waiting'", position);
        assertThat(status("waiting").lag()).isZero();
    }

    private void expire(String name) {
        String past =
                context.getBean(ProjectionTables.class).database().dialect().nowPlus(Duration.ofSeconds(-1));
        jdbc.update("UPDATE projected_at SET expires_at = " + past + " WHERE name = ?", name);
    }

    private ProjectionRunner another() {
        ProjectionParts parts = context.getBean(ProjectionParts.class);
        return new ProjectionRunner(
                context.getBean(RegisteredProjections.class).byName().entrySet().stream()
                        .map(entry -> new ProjectionWorker(entry.getValue(), entry.getKey(), parts))
                        .toList(),
                new ProjectionWatch(table::statuses, Set.of(), mock(EventRecorder.class)),
                parts.settings());
    }

    private ProjectionRunner runner(Projection projection) {
        ProjectionParts parts = context.getBean(ProjectionParts.class);
        return new ProjectionRunner(
                List.of(new ProjectionWorker(projection, projection.name(), parts)),
                new ProjectionWatch(table::statuses, Set.of(), mock(EventRecorder.class)),
                parts.settings());
    }

    private long append(String type, int count) {
        return store.append(type, "a", ExpectedVersion.any(), Collections.nCopies(count, new ProjectedEvent("a")))
                .positions()
                .get(0);
    }

    private List<Long> stored() {
        return jdbc.queryForList("SELECT position FROM projected ORDER BY position", Long.class);
    }

    private void awaitAll(String... names) {
        List<Long> positions = stored();
        long end = positions.isEmpty() ? 0 : positions.get(positions.size() - 1);
        for (String name : names) {
            until(() -> status(name).position() >= end);
        }
    }

    private ProjectionStatus status(String name) {
        return table.statuses().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }
}
