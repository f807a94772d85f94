package com.bookstore.events.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.integration.Starter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

class EventStoreAutoConfigurationTests {

    private static final String ON = "bookstore.events.event-store.enabled=true";

    private final ApplicationContextRunner runner = Starter.runner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
            .withPropertyValues("spring.datasource.generate-unique-name=true", "bookstore.events.outbox.relay=false");

    private static UserRegisteredEvent event(long user) {
        return new UserRegisteredEvent(user, "user@example.org", List.of("books"));
    }

    @Test
    void costsAServiceThatDoesNotUseItNothing() {
        DataSource untouched = mock(DataSource.class);
        runner.withBean(DataSource.class, () -> untouched).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(EventStore.class);
            verifyNoInteractions(untouched);
        });
    }

    @Test
    void keepsEventsAndCountsThem() {
        runner.withPropertyValues(ON)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    EventStore store = context.getBean(EventStore.class);
                    store.append("user", "1", ExpectedVersion.none(), List.of(event(1), event(1)));
                    assertThat(org.assertj.core.api.Assertions.catchThrowable(
                                    () -> store.append("user", "1", ExpectedVersion.none(), List.of(event(1)))))
                            .isInstanceOf(ConcurrentAppendException.class);
                    assertThat(store.readAll(0, EventFilter.all(), 10).events())
                            .extracting(StoredEvent::event)
                            .containsExactly(event(1), event(1));
                    store.readAll(2, EventFilter.all(), 10);

                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("bookstore.events.eventstore.appended")
                                    .counter()
                                    .count())
                            .isEqualTo(2);
                    for (String outcome : List.of("appended", "conflict")) {
                        assertThat(meters.get("bookstore.events.eventstore.append")
                                        .tag("outcome", outcome)
                                        .timer()
                                        .count())
                                .isEqualTo(1);
                    }
                    assertThat(meters.get("bookstore.events.eventstore.stall.age")
                                    .timeGauge()
                                    .value())
                            .isZero();
                });
    }

    @Test
    void showsForHowLongReadersWait() {
        runner.withPropertyValues(ON, "bookstore.events.event-store.stall-warning=1ms")
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    EventStore store = context.getBean(EventStore.class);
                    transactions(context).executeWithoutResult(status -> {
                        store.append("user", "1", ExpectedVersion.none(), List.of(event(1)));
                        elsewhere(() -> store.append("user", "2", ExpectedVersion.none(), List.of(event(2))));
                        org.awaitility.Awaitility.await().untilAsserted(() -> {
                            assertThat(store.readAll(0, EventFilter.all(), 10).events())
                                    .isEmpty();
                            assertThat(age(context)).isPositive();
                        });
                    });
                    assertThat(store.readAll(0, EventFilter.all(), 10).events()).hasSize(2);
                    assertThat(age(context)).isZero();
                });
    }

    private static double age(AssertableApplicationContext context) {
        return context.getBean(MeterRegistry.class)
                .get("bookstore.events.eventstore.stall.age")
                .timeGauge()
                .value();
    }

    private static void elsewhere(Runnable work) {
        java.util.concurrent.CompletableFuture.runAsync(work).join();
    }

    @Test
    void appendsAfterACommitAreNotLost() {
        runner.withPropertyValues(ON).run(context -> {
            EventStore store = context.getBean(EventStore.class);
            transactions(context)
                    .executeWithoutResult(status ->
                            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                                @Override
                                public void afterCommit() {
                                    store.append("user", "1", ExpectedVersion.none(), List.of(event(1)));
                                    elsewhere(() -> assertThat(store.version("user", "1"))
                                            .isEqualTo(1));
                                }
                            }));
            assertThat(store.version("user", "1")).isEqualTo(1);
        });
    }

    @Test
    void tablesHaveTheNamesThatAreSet() {
        runner.withPropertyValues(ON, "bookstore.events.event-store.table=journal")
                .run(context -> {
                    context.getBean(EventStore.class).append("user", "1", ExpectedVersion.none(), List.of(event(1)));
                    JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
                    assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM journal", Long.class))
                            .isEqualTo(1);
                    assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM journal_lock", Long.class))
                            .isEqualTo(256);
                });
    }

    @Test
    void anApplicationsOwnStoreIsTaken() {
        EventStore own = mock(EventStore.class);
        runner.withPropertyValues(ON)
                .withBean("ownStore", EventStore.class, () -> own)
                .run(context -> assertThat(context.getBean(EventStore.class)).isSameAs(own));
    }

    @Test
    void startUpMistakesAreExplained() {
        assertThat(analysis(runner.withPropertyValues(ON, "bookstore.events.event-store.initialize-schema=never")))
                .satisfies(found -> assertThat(found.getAction()).contains("CREATE TABLE IF NOT EXISTS event_store "));
        assertThat(analysis(runner.withPropertyValues(ON, "bookstore.events.event-store.table=a-b")))
                .satisfies(found -> assertThat(found.getAction()).contains("bookstore.events.event-store.table"));
        assertThat(analysis(runner.withPropertyValues(ON, "bookstore.events.event-store.publish=true")))
                .satisfies(found -> assertThat(found.getAction()).contains("bookstore.events.outbox.enabled=true"));
        assertThat(analysis(Starter.runner().withPropertyValues(ON)))
                .satisfies(found -> assertThat(found.getAction()).contains("bookstore.events.event-store.data-source"));
        assertThat(analysis(runner.withPropertyValues(ON)
                        .withBean(PlatformTransactionManager.class, EventStoreAutoConfigurationTests::foreign)))
                .satisfies(found ->
                        assertThat(found.getAction()).contains("bookstore.events.event-store.transaction-manager"));
        assertThat(analysis(runner.withPropertyValues(ON)
                        .withClassLoader(new FilteredClassLoader("org.springframework.boot.jdbc.init"))))
                .satisfies(found -> assertThat(found.getAction()).contains("spring-boot-starter-jdbc"));
        runner.withPropertyValues(ON, "bookstore.events.event-store.stall-warning=0s")
                .run(context -> assertThat(context).hasFailed());
    }

    private static PlatformTransactionManager foreign() {
        return new JdbcTransactionManager(new EmbeddedDatabaseBuilder()
                .setType(EmbeddedDatabaseType.H2)
                .generateUniqueName(true)
                .build());
    }

    private static FailureAnalysis analysis(ApplicationContextRunner failing) {
        FailureAnalysis[] found = new FailureAnalysis[1];
        failing.run(context -> {
            assertThat(context).hasFailed();
            found[0] = Starter.analysis(context.getStartupFailure());
        });
        return found[0];
    }

    private static TransactionTemplate transactions(AssertableApplicationContext context) {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }
}
