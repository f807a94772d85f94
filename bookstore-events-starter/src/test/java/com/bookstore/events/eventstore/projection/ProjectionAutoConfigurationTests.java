package com.bookstore.events.eventstore.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.EventStore.AppendSignal;
import com.bookstore.events.eventstore.ExpectedVersion;
import com.bookstore.events.eventstore.StoredEvent;
import com.bookstore.events.integration.Starter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ProjectionAutoConfigurationTests {

    private static final String PREFIX = "bookstore.events.projections";
    private static final String EXPOSED = "management.endpoints.web.exposure.include=projections";
    private static final String NOT_HERE = PREFIX + ".enabled=false";

    private final ApplicationContextRunner store = Starter.runner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
            .withPropertyValues(
                    "spring.datasource.generate-unique-name=true", "bookstore.events.event-store.enabled=true");

    private final ApplicationContextRunner runner = store.withBean("users", Listing.class, () -> new Listing("users"));

    @Test
    void costsAServiceWithoutProjectionsNothing() {
        store.withPropertyValues(EXPOSED).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(EventStore.class);
            assertThat(Stream.of(context.getBeanDefinitionNames())
                            .map(name -> context.getBeanFactory().getType(name, false))
                            .filter(Objects::nonNull)
                            .map(Class::getName)
                            .filter(name -> name.startsWith("com.bookstore.events.eventstore.projection")))
                    .isEmpty();
            assertThat(threads()).isEmpty();
        });
    }

    @Test
    void withoutAnEventStoreThereIsNothingToProject() {
        runner.withPropertyValues("bookstore.events.event-store.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ProjectionRunner.class));
    }

    @Test
    void projectsWhatIsAppendedAndShowsIt() {
        runner.withBean(SimpleMeterRegistry.class).withPropertyValues(EXPOSED).run(context -> {
            append(context.getBean(EventStore.class), "u1");
            append(context.getBean(EventStore.class), "u2");

            Listing users = context.getBean(Listing.class);
            await().untilAsserted(() -> assertThat(users.ids).containsExactly("u1", "u2"));

            ProjectionsEndpoint endpoint = context.getBean(ProjectionsEndpoint.class);
            await().untilAsserted(() -> assertThat(endpoint.projections().projections())
                    .singleElement()
                    .satisfies(state -> {
                        assertThat(state.position()).isEqualTo(2);
                        assertThat(state.here()).isTrue();
                        assertThat(state.lag()).isEqualTo("PT0S");
                    }));
            ProjectionsHealthIndicator health = context.getBean(ProjectionsHealthIndicator.class);
            await().untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("bookstore.events.projection.events")
                            .tag("projection", "users")
                            .counter()
                            .count())
                    .isEqualTo(2);
            for (String gauge : List.of("lag", "failed")) {
                assertThat(meters.get("bookstore.events.projection." + gauge)
                                .tag("projection", "users")
                                .gauge())
                        .isNotNull();
            }
            assertThat(meters.get("bookstore.events.projection.lag.age").timeGauge())
                    .isNotNull();
        });
        assertThat(threads()).isEmpty();
    }

    @Test
    void oneThatFailsIsShownByAllUntilItIsRestarted() {
        runner.withBean(SimpleMeterRegistry.class)
                .withPropertyValues(
                        EXPOSED,
                        PREFIX + ".endpoint.allow-writes=true",
                        PREFIX + ".lease=1s",
                        PREFIX + ".retry.attempts=2",
                        PREFIX + ".retry.initial-delay=1ms")
                .run(context -> {
                    Listing users = context.getBean(Listing.class);
                    users.failing = true;
                    append(context.getBean(EventStore.class), "u1");

                    ProjectionsHealthIndicator health = context.getBean(ProjectionsHealthIndicator.class);
                    await().untilAsserted(() ->
                            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN));
                    assertThat(health.health().getDetails().toString()).contains("'users' has failed", "no u1");
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("bookstore.events.projection.failures")
                                    .counter()
                                    .count())
                            .isEqualTo(2);
                    assertThat(meters.get("bookstore.events.projection.failed")
                                    .gauge()
                                    .value())
                            .isEqualTo(1);
                    ProjectionsEndpoint endpoint = context.getBean(ProjectionsEndpoint.class);
                    assertThat(endpoint.projections().projections())
                            .singleElement()
                            .returns("FAILED", ProjectionsEndpoint.State::state);

                    users.failing = false;
                    endpoint.write("users", "restart", mock(SecurityContext.class));

                    await().untilAsserted(() -> assertThat(users.ids).containsExactly("u1"));
                    await().untilAsserted(() ->
                            assertThat(health.health().getStatus()).isEqualTo(Status.UP));
                    assertThat(meters.get("bookstore.events.projection.failed")
                                    .gauge()
                                    .value())
                            .isZero();
                });
    }

    @Test
    void oneOfAnotherNameBeginsAnewAndTheOldOneIsOnlyShown() {
        String url = "jdbc:h2:mem:renamed;DB_CLOSE_DELAY=-1";
        JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(url, "sa", ""));
        ApplicationContextRunner named = store.withPropertyValues(
                "spring.datasource.type=" + SimpleDriverDataSource.class.getName(),
                "spring.datasource.url=" + url,
                "spring.datasource.username=sa",
                EXPOSED);
        named.withBean(Listing.class, () -> new Listing("before")).run(context -> {
            append(context.getBean(EventStore.class), "u1");
            Listing users = context.getBean(Listing.class);
            await().untilAsserted(() -> assertThat(users.ids).containsExactly("u1"));
        });
        jdbc.update("UPDATE event_projection SET state = 'FAILED', error = 'old'");

        named.withBean(Listing.class, () -> new Listing("after")).run(context -> {
            Listing users = context.getBean(Listing.class);
            await().untilAsserted(() -> assertThat(users.ids).containsExactly("u1"));
            assertThat(users.resets).hasValue(0);
            ProjectionsHealthIndicator health = context.getBean(ProjectionsHealthIndicator.class);
            await().untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
            assertThat(context.getBean(ProjectionsEndpoint.class).projections().projections())
                    .extracting(ProjectionsEndpoint.State::name)
                    .containsExactly("after", "before");
        });
    }

    @Test
    void aRowThatIsDeletedIsNoticed() {
        runner.withPropertyValues(PREFIX + ".lease=1s").run(context -> {
            ProjectionsHealthIndicator health = context.getBean(ProjectionsHealthIndicator.class);
            await().untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));

            new JdbcTemplate(context.getBean(DataSource.class)).update("DELETE FROM event_projection");

            await().untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.DOWN));
            assertThat(health.health().getDetails().get("reason").toString()).contains("no row", "users");
        });
    }

    @Test
    void whoWantsToKnowOfAppendsIsToldOncePerCommit() {
        AtomicInteger told = new AtomicInteger();
        runner.withBean("telling", AppendSignal.class, () -> told::incrementAndGet)
                .run(context -> {
                    EventStore events = context.getBean(EventStore.class);
                    TransactionTemplate transactions =
                            new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
                    transactions.executeWithoutResult(status -> {
                        append(events, "u1");
                        append(events, "u2");
                        assertThat(told).hasValue(0);
                    });
                    assertThat(told).hasValue(1);

                    transactions.executeWithoutResult(status -> {
                        append(events, "u3");
                        status.setRollbackOnly();
                    });
                    assertThat(told).hasValue(1);

                    append(events, "u4");
                    assertThat(told).hasValue(2);
                });
    }

    @Test
    void hasItsDefaults() {
        runner.withPropertyValues(NOT_HERE).run(context -> {
            ProjectionProperties properties = context.getBean(ProjectionProperties.class);
            assertThat(properties.batchSize()).isEqualTo(500);
            assertThat(properties.retry().attempts()).isEqualTo(10);
            assertThat(properties.retry().after(1)).isEqualTo(Duration.ofMillis(200));
            assertThat(properties.retry().after(9)).isEqualTo(Duration.ofSeconds(30));
            assertThat(properties.retry().after(1_000)).isEqualTo(Duration.ofSeconds(30));
            assertThat(properties.endpoint().allowWrites()).isFalse();
        });
    }

    @Test
    void hasAnEndpointButNoThreadWhereOtherInstancesRunThem() {
        runner.withPropertyValues(NOT_HERE, EXPOSED).run(context -> {
            assertThat(context).doesNotHaveBean(ProjectionRunner.class).doesNotHaveBean(AppendSignal.class);
            assertThat(context.getBean(ProjectionsEndpoint.class).projections().projections())
                    .singleElement()
                    .returns(false, ProjectionsEndpoint.State::here);
            assertThat(threads()).isEmpty();
        });
    }

    @Test
    void hasAnEndpointOnlyIfItIsExposed() {
        runner.withPropertyValues(NOT_HERE)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ProjectionsEndpoint.class));
        runner.withPropertyValues(NOT_HERE, EXPOSED, "management.endpoint.projections.access=NONE")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ProjectionsEndpoint.class));
    }

    @Test
    void runsWithoutTheActuatorAndMicrometer() {
        runner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class, HealthIndicator.class))
                .withPropertyValues(EXPOSED)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ProjectionRunner.class)
                        .doesNotHaveBean("projectionsEndpoint")
                        .doesNotHaveBean("projectionsHealthIndicator"));
        runner.withClassLoader(new FilteredClassLoader("io.micrometer.core")).run(context -> {
            ProjectionWatch watch = context.getBean(ProjectionWatch.class);
            await().until(() -> watch.seen() != null);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"management.health.projections.enabled=false", "management.health.defaults.enabled=false"})
    void hasNoHealthWhereThatIsSwitchedOff(String property) {
        runner.withPropertyValues(property)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ProjectionsHealthIndicator.class));
    }

    @Test
    void backsOffFromTheServicesOwnHealth() {
        runner.withBean(
                        "projectionsHealthIndicator",
                        HealthIndicator.class,
                        () -> () -> Health.up().build())
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ProjectionsHealthIndicator.class));
    }

    @Test
    void twoOfOneNameStopTheStart() {
        runner.withBean("others", Listing.class, () -> new Listing("users")).run(context -> {
            FailureAnalysis analysis = Starter.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("Two projections have the name 'users'");
            assertThat(analysis.getAction()).contains("different names");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-a", "a b", "ä", "a'; DROP TABLE x"})
    void whatCannotBeANameStopsTheStart(String name) {
        store.withBean(Listing.class, () -> new Listing(name)).run(context -> assertThat(
                        Starter.analysis(context.getStartupFailure()).getDescription())
                .contains("1 to 100 letters"));
    }

    @Test
    void transactionsOfAnotherDatabaseStopTheStart() {
        PlatformTransactionManager foreign = new JdbcTransactionManager(new EmbeddedDatabaseBuilder()
                .setType(EmbeddedDatabaseType.H2)
                .generateUniqueName(true)
                .build());
        runner.withBean("foreign", PlatformTransactionManager.class, () -> foreign)
                .withUserConfiguration(TwoManagers.class)
                .withPropertyValues(
                        "bookstore.events.event-store.transaction-manager=one", PREFIX + ".transaction-manager=foreign")
                .run(context -> assertThat(
                                Starter.analysis(context.getStartupFailure()).getAction())
                        .contains(PREFIX + ".transaction-manager="));
    }

    @Test
    void severalTransactionManagersNeedANamedOne() {
        ApplicationContextRunner two = runner.withUserConfiguration(TwoManagers.class)
                .withPropertyValues("bookstore.events.event-store.transaction-manager=one");
        two.run(context -> assertThat(
                        Starter.analysis(context.getStartupFailure()).getAction())
                .contains(PREFIX + ".transaction-manager="));
        two.withPropertyValues(PREFIX + ".transaction-manager=two")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "dataSource"})
    void whatIsNoTransactionManagerStopsTheStart(String name) {
        runner.withPropertyValues(PREFIX + ".transaction-manager=" + name).run(context -> {
            FailureAnalysis analysis = Starter.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("no transaction manager '" + name + "'");
            assertThat(analysis.getAction()).contains(PREFIX + ".transaction-manager=");
        });
    }

    @Test
    void aMissingTableStopsTheStartWithItsScript() {
        runner.withPropertyValues(PREFIX + ".initialize-schema=never").run(context -> assertThat(
                        Starter.analysis(context.getStartupFailure()).getAction())
                .contains(PREFIX + ".initialize-schema=always", "CREATE TABLE IF NOT EXISTS event_projection"));
    }

    @Test
    void theTableCanHaveAnotherName() {
        runner.withPropertyValues(PREFIX + ".table=mine").run(context -> {
            JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
            assertThat(jdbc.queryForList("SELECT name FROM mine", String.class)).containsExactly("users");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "batch-size,0",
        "batch-size,5001",
        "batch-bytes,0B",
        "batch-bytes,1025MB",
        "poll-interval,0ms",
        "poll-interval,24h",
        "lease,999ms",
        "stop-timeout,-1s",
        "retry.attempts,0",
        "retry.attempts,1001",
        "retry.initial-delay,0ms",
        "retry.max-delay,1ms",
        "health.lag,999ms"
    })
    void aSettingOutOfItsRangeStopsTheStart(String property, String value) {
        runner.withPropertyValues(PREFIX + "." + property + "=" + value).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageStartingWith(PREFIX + "." + property + " must"));
    }

    private static void append(EventStore events, String user) {
        events.append("user", user, ExpectedVersion.any(), List.of(new UserRegisteredEvent(1L, null, List.of())));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("bookstore-events-projection"))
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoManagers {

        @Bean
        JdbcTransactionManager one(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        JdbcTransactionManager two(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }
    }

    /** Lists the streams of events. */
    static final class Listing implements Projection {

        private final String name;
        private final List<String> ids = new CopyOnWriteArrayList<>();
        private final AtomicInteger resets = new AtomicInteger();
        private volatile boolean failing;

        Listing(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void on(StoredEvent event) {
            if (failing) {
                throw new IllegalStateException("no " + event.streamId());
            }
            ids.add(event.streamId());
        }

        @Override
        public void reset() {
            resets.incrementAndGet();
            ids.clear();
        }
    }
}
