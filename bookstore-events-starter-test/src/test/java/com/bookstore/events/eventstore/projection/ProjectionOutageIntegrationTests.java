package com.bookstore.events.eventstore.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.ExpectedVersion;
import com.bookstore.events.servers.FaultyProxy;
import com.bookstore.events.servers.MariaDbServer;
import com.bookstore.events.servers.Pools;
import com.bookstore.events.servers.PostgresServer;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The database is gone for the instance that projects, and comes back. Another instance goes on to append. Ten times with -Pfull. */
@Timeout(240)
class ProjectionOutageIntegrationTests {

    private static final Duration UNSEEN = Duration.ofSeconds(2);
    private static final int ROUNDS = Boolean.getBoolean("bookstore.tests.full") ? 10 : 1;

    private JdbcTemplate jdbc;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void goesOnByItselfWhenTheDatabaseIsBack(TestDatabase database) {
        boolean postgres = database == TestDatabase.POSTGRESQL;
        try (HikariDataSource direct = database.pool(5);
                FaultyProxy proxy = FaultyProxy.to(postgres ? PostgresServer.port() : MariaDbServer.port());
                HikariDataSource faulty = Pools.pool(
                        postgres ? PostgresServer.url(proxy.port()) : MariaDbServer.url(proxy.port()),
                        postgres ? "postgres" : "app",
                        postgres ? "postgres" : "app",
                        10)) {
            faulty.setConnectionTimeout(1_000);
            jdbc = new JdbcTemplate(direct);
            jdbc.execute(
                    "CREATE TABLE projected_rows (projection VARCHAR(100), position BIGINT, account VARCHAR(100))");
            try (ConfigurableApplicationContext appending =
                            ProjectionService.start(direct, "--bookstore.events.projections.enabled=false");
                    ConfigurableApplicationContext projecting = ProjectionService.start(faulty)) {
                for (int round = 0; round < ROUNDS; round++) {
                    outage(proxy, appending.getBean(EventStore.class), projecting);
                }
            } finally {
                for (String name : List.of("projected_rows", "projected", "projected_lock", "projected_at")) {
                    jdbc.execute("DROP TABLE IF EXISTS " + name);
                }
            }
        }
    }

    private void outage(FaultyProxy proxy, EventStore store, ConfigurableApplicationContext projecting) {
        ProjectionRunner runner = projecting.getBean(ProjectionRunner.class);
        ProjectionWatch watch = projecting.getBean(ProjectionWatch.class);
        append(store, 100);
        long before = projected().size();
        proxy.loseAnswers(); // so that commits are doubtful
        append(store, 20);
        proxy.cut();
        append(store, 20);
        until(() -> age(watch).compareTo(UNSEEN) > 0);
        assertThat(runner.hasDied()).isFalse();
        assertThat(projected().size()).isGreaterThanOrEqualTo((int) before).isLessThan(stored().size());

        proxy.heal();

        until(() -> projected().size() >= stored().size());
        assertThat(projected()).isEqualTo(stored());
        until(() -> age(watch).compareTo(UNSEEN) < 0);
    }

    /** The health is made of it. */
    private static Duration age(ProjectionWatch watch) {
        return watch.seen().get(0).age();
    }

    private static void append(EventStore store, int count) {
        for (int i = 0; i < count; i++) {
            store.append("other", "a", ExpectedVersion.any(), List.of(new ProjectedEvent("a")));
        }
    }

    private List<Long> stored() {
        return jdbc.queryForList("SELECT position FROM projected ORDER BY position", Long.class);
    }

    private List<Long> projected() {
        return jdbc.queryForList(
                "SELECT position FROM projected_rows WHERE projection = 'all' ORDER BY position", Long.class);
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
