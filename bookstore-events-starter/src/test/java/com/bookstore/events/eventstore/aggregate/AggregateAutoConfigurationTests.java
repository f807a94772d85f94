package com.bookstore.events.eventstore.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.mock;

import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.ExpectedVersion;
import com.bookstore.events.integration.Starter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

@ExtendWith(OutputCaptureExtension.class)
class AggregateAutoConfigurationTests {

    private static final String ON = "bookstore.events.event-store.enabled=true";
    private static final String SNAPSHOTS = "bookstore.events.event-store.snapshots.enabled=true";

    private static final Aggregate<Long, Long> COUNTER =
            Aggregate.of("counter", 0L, (count, event) -> count + 1, (count, command) -> List.of(registered(command)));
    private static final Aggregate<Long, Long> KEPT =
            COUNTER.withSnapshots(SnapshotPolicy.of(Long.class, 1).every(2));

    private final ApplicationContextRunner runner = Starter.runner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
            .withPropertyValues("spring.datasource.generate-unique-name=true");

    @Test
    void thereIsNothingOfItWithoutAnEventStore() {
        runner.withPropertyValues(SNAPSHOTS).run(context -> assertThat(Stream.of(context.getBeanDefinitionNames())
                        .map(name -> context.getBeanFactory().getType(name, false))
                        .filter(Objects::nonNull)
                        .map(Class::getName)
                        .filter(name -> name.startsWith("com.bookstore.events.eventstore.aggregate")))
                .isEmpty());
    }

    @Test
    void withoutSnapshotsThereIsNoTableAndOneWarningForAPolicy(CapturedOutput output) {
        runner.withPropertyValues(ON).run(context -> {
            Aggregates aggregates = context.getBean(Aggregates.class);
            aggregates.execute(KEPT, "a", 1L);
            aggregates.execute(KEPT, "a", 2L);

            assertThat(aggregates.load(KEPT, "a")).isEqualTo(new AggregateState<>(2L, 2));
            assertThat(tables(context.getBean(DataSource.class))).isZero();
        });
        assertThat(output.getAll().lines().filter(line -> line.contains("set " + SNAPSHOTS)))
                .hasSize(1);
    }

    @Test
    void withSnapshotsTheyAreWrittenBeforeTheShutdownAndCounted() {
        runner.withPropertyValues(ON, SNAPSHOTS, "bookstore.events.event-store.snapshots.table=counted")
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    Aggregates aggregates = context.getBean(Aggregates.class);
                    aggregates.execute(KEPT, "a", 1L);
                    aggregates.execute(KEPT, "a", 2L);
                    context.getBean(SnapshotWriter.class).close();
                    aggregates.load(KEPT, "a");

                    assertThat(new JdbcTemplate(context.getBean(DataSource.class))
                                    .queryForObject("SELECT event_version FROM counted", Long.class))
                            .isEqualTo(2);
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(snapshots(meters, "missing")).isEqualTo(2);
                    assertThat(snapshots(meters, "written")).isEqualTo(1);
                    assertThat(snapshots(meters, "used")).isEqualTo(1);
                });
    }

    private static double snapshots(MeterRegistry meters, String outcome) {
        return meters.get("bookstore.events.eventstore.snapshots")
                .tags("aggregate", "counter", "outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void commandsAreTriedAsOftenAsThePropertySays() {
        runner.withPropertyValues(ON, "bookstore.events.event-store.aggregates.max-attempts=3")
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    EventStore store = context.getBean(EventStore.class);
                    Aggregate<Long, Long> slow =
                            Aggregate.of("counter", 0L, (count, event) -> count + 1, (count, command) -> {
                                store.append("counter", "a", ExpectedVersion.any(), List.of(registered(0)));
                                return List.of(registered(command));
                            });

                    assertThat(catchThrowableOfType(
                                            CommandConflictException.class, () -> context.getBean(Aggregates.class)
                                                    .execute(slow, "a", 1L))
                                    .attempts())
                            .isEqualTo(3);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("bookstore.events.eventstore.commands.retried")
                                    .tag("aggregate", "counter")
                                    .counter()
                                    .count())
                            .isEqualTo(2);
                });
    }

    @Test
    void anApplicationsOwnWin() {
        Aggregates own = mock(Aggregates.class);
        runner.withPropertyValues(ON)
                .withBean(Aggregates.class, () -> own)
                .run(context -> assertThat(context.getBean(Aggregates.class)).isSameAs(own));
    }

    @Test
    void aMissingTableStopsTheStartAndTheSchemaIsThatOfTheStore() {
        runner.withPropertyValues(ON, SNAPSHOTS).run(context -> {
            DataSource database = context.getBean(DataSource.class);
            JdbcTemplate jdbc = new JdbcTemplate(database);
            jdbc.execute("DROP TABLE event_snapshot");
            Starter.runner()
                    .withBean(DataSource.class, () -> database, shared -> shared.setDestroyMethodName(""))
                    .withConfiguration(AutoConfigurations.of(DataSourceTransactionManagerAutoConfiguration.class))
                    .withPropertyValues(ON, SNAPSHOTS, "bookstore.events.event-store.initialize-schema=never")
                    .run(never -> assertThat(
                                    Starter.analysis(never.getStartupFailure()).getAction())
                            .contains("bookstore.events.event-store.initialize-schema=always")
                            .contains("CREATE TABLE IF NOT EXISTS event_snapshot"));
            jdbc.execute("CREATE SCHEMA shop");
            Starter.runner()
                    .withBean(DataSource.class, () -> database, shared -> shared.setDestroyMethodName(""))
                    .withConfiguration(AutoConfigurations.of(DataSourceTransactionManagerAutoConfiguration.class))
                    .withPropertyValues(ON, SNAPSHOTS, "bookstore.events.event-store.schema=shop")
                    .run(shop -> {
                        assertThat(shop).hasNotFailed();
                        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM shop.event_snapshot", Long.class))
                                .isZero();
                    });
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aggregates.max-attempts=0",
                "aggregates.max-attempts=1001",
                "snapshots.every=0",
                "snapshots.table=a b"
            })
    void valuesOutOfTheirRangesStopTheStart(String property) {
        runner.withPropertyValues(ON, SNAPSHOTS, "bookstore.events.event-store." + property)
                .run(context -> assertThat(context).hasFailed());
    }

    private static long tables(DataSource database) {
        return new JdbcTemplate(database)
                .queryForList(
                        "SELECT 1 FROM information_schema.tables WHERE LOWER(table_name) = 'event_snapshot'",
                        Integer.class)
                .size();
    }

    private static UserRegisteredEvent registered(long id) {
        return new UserRegisteredEvent(id, "a@example.com", List.of());
    }
}
