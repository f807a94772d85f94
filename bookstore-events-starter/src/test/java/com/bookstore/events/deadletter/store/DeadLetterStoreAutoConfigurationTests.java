package com.bookstore.events.deadletter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import com.bookstore.events.integration.Starter;
import com.bookstore.events.jdbc.JdbcCleanup;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.MessageListenerContainer;

class DeadLetterStoreAutoConfigurationTests {

    private static final String STORE = "bookstore.events.dead-letter.store.";
    private static final String ON = STORE + "enabled=true";

    private final ApplicationContextRunner runner = Starter.runner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
            .withPropertyValues("spring.datasource.generate-unique-name=true");

    @Test
    void costsAServiceThatDoesNotUseItNothing() {
        DataSource untouched = mock(DataSource.class);
        runner.withBean(DataSource.class, () -> untouched).run(context -> {
            assertThat(Stream.of(context.getBeanDefinitionNames())
                            .map(context::getType)
                            .filter(Objects::nonNull)
                            .map(Class::getName)
                            .filter(name -> name.startsWith("com.bookstore.events.deadletter.store")
                                    || name.startsWith("com.bookstore.events.deadletter.replay")))
                    .isEmpty();
            verifyNoInteractions(untouched);
        });
    }

    @Test
    void readsTheDeadLettersOfAllTopicsInAGroupOfItsOwn() {
        runner.withPropertyValues(ON).run(context -> {
            MessageListenerContainer container = container(context.getBean(KafkaListenerEndpointRegistry.class));
            assertThat(container.getGroupId()).isEqualTo("dead-letter-processor");
            assertThat(container.getContainerProperties().getTopics()).containsExactly("dead-letter-queue");
            assertThat(container.getContainerProperties().getAckMode()).isEqualTo(AckMode.BATCH);
            assertThat(container.isRunning()).isFalse();
            assertThat(context).hasSingleBean(DeadLetters.class).hasSingleBean(JdbcCleanup.class);
            assertThat(new JdbcTemplate(context.getBean(DataSource.class))
                            .queryForObject("SELECT COUNT(*) FROM dead_letter", Long.class))
                    .isZero();
        });
    }

    @Test
    void readsTheTopicsThatAreNamed() {
        runner.withPropertyValues(
                        ON,
                        STORE + "group=fleet",
                        STORE + "topics=payments-dlt,legacy.dead",
                        "bookstore.events.topics.dead-letter-queue.name=all-dead",
                        "bookstore.events.dead-letter.destination=per-topic")
                .run(context -> {
                    MessageListenerContainer container =
                            container(context.getBean(KafkaListenerEndpointRegistry.class));
                    assertThat(container.getGroupId()).isEqualTo("fleet");
                    assertThat(container.getContainerProperties().getTopics())
                            .containsExactly(
                                    "all-dead",
                                    "book-events-dlt",
                                    "inventory-events-dlt",
                                    "legacy.dead",
                                    "order-events-dlt",
                                    "payments-dlt",
                                    "user-events-dlt");
                });
    }

    @Test
    void namesOfTablesAreTheUsersChoice() {
        runner.withPropertyValues(ON, STORE + "table=lost", STORE + "cleanup.enabled=false")
                .run(context -> {
                    DeadLetterTables tables = context.getBean(DeadLetterTables.class);
                    assertThat(tables.letters()).hasToString("lost");
                    assertThat(tables.states()).hasToString("lost_state");
                    assertThat(tables.leases()).hasToString("lost_lease");
                    assertThat(context).doesNotHaveBean(JdbcCleanup.class);
                });
    }

    @Test
    void backsOffWhenTheServiceBringsItsOwn() {
        DeadLetters own = mock(DeadLetters.class);
        runner.withPropertyValues(ON)
                .withBean("own", DeadLetters.class, () -> own)
                .run(context -> assertThat(context.getBean(DeadLetters.class)).isSameAs(own));
    }

    @Test
    void healthCanBeSwitchedOffOrReplacedOrMissing() {
        ApplicationContextRunner on = runner.withPropertyValues(ON);
        on.run(context -> assertThat(context.getBean("deadLettersHealthIndicator", HealthIndicator.class)
                        .health()
                        .getStatus())
                .isEqualTo(Status.UNKNOWN)); // nothing listens here
        on.withPropertyValues("management.health.deadLetters.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("deadLettersHealthIndicator"));
        on.withBean("deadLettersHealthContributor", HealthIndicator.class, () -> () -> null)
                .run(context -> assertThat(context).doesNotHaveBean("deadLettersHealthIndicator"));
        on.withClassLoader(new FilteredClassLoader(HealthIndicator.class)).run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(DeadLetters.class)
                .doesNotHaveBean("deadLettersHealthIndicator"));
        runner.run(context -> assertThat(context).doesNotHaveBean("deadLettersHealthIndicator"));
    }

    @Test
    void withoutADatabaseTheStartStops() {
        assertFailure(Starter.runner().withPropertyValues(ON), analysis -> {
            assertThat(analysis.getDescription()).contains(DataSource.class.getName());
            assertThat(analysis.getAction()).contains(STORE + "data-source=");
        });
        assertFailure(
                Starter.runner()
                        .withPropertyValues(ON)
                        .withClassLoader(
                                new FilteredClassLoader("org.springframework.jdbc", "org.springframework.boot.jdbc")),
                analysis -> assertThat(analysis.getAction()).contains("spring-boot-starter-jdbc"));
        assertFailure(
                runner.withPropertyValues(ON, STORE + "data-source=missing"),
                analysis -> assertThat(analysis.getDescription()).contains("'missing'"));
    }

    @Test
    void aMissingTableStopsTheStartWithTheScript() {
        assertFailure(
                runner.withPropertyValues(ON, STORE + "initialize-schema=never", STORE + "table=lost"), analysis -> {
                    assertThat(analysis.getDescription()).contains("'lost");
                    assertThat(analysis.getAction())
                            .contains(STORE + "initialize-schema=always", "CREATE TABLE IF NOT EXISTS lost");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table=a;b",
                "schema=1x",
                "group=",
                "topics=a b",
                "retention.replayed=0s",
                "retention.unresolved=-1s",
                "retention.discarded=40000d",
                "cleanup.interval=0s",
                "cleanup.chunk=0",
                "cleanup.chunk=10001"
            })
    void aValueOutOfItsRangeStopsTheStart(String property) {
        runner.withPropertyValues(ON, STORE + property)
                .run(context -> assertThat(context).hasFailed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-records=0",
                "max-records=1000001",
                "max-replays=0",
                "rate=0",
                "batch-size=0",
                "batch-size=10001",
                "send-timeout=0s",
                "lease=35s"
            })
    void aValueOfReplaysOutOfItsRangeStopsTheStart(String property) {
        runner.withPropertyValues(ON, "bookstore.events.dead-letter.replay." + property)
                .run(context -> assertThat(context).hasFailed());
    }

    private static MessageListenerContainer container(KafkaListenerEndpointRegistry registry) {
        return Objects.requireNonNull(registry.getListenerContainer(DeadLetterTables.LISTENER));
    }

    private static void assertFailure(ApplicationContextRunner runner, Consumer<FailureAnalysis> assertions) {
        runner.run(context -> {
            assertThat(context).hasFailed();
            assertions.accept(Starter.analysis(context.getStartupFailure()));
        });
    }
}
