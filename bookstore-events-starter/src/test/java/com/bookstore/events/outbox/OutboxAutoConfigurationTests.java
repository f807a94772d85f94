package com.bookstore.events.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.integration.Starter;
import com.bookstore.events.publishing.DirectEventPublisher;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.PublishedEvent;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class OutboxAutoConfigurationTests {

    private static final String ON = "bookstore.events.outbox.enabled=true";
    private static final String MODE = "bookstore.events.publishing.mode=outbox";

    /** Nothing is relayed: there is no broker. */
    private final ApplicationContextRunner runner = Starter.runner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
            .withPropertyValues("spring.datasource.generate-unique-name=true", "bookstore.events.outbox.relay=false");

    @Test
    void costsAServiceThatDoesNotUseItNothing() {
        DataSource untouched = mock(DataSource.class);
        runner.withBean(DataSource.class, () -> untouched)
                .withPropertyValues("bookstore.events.outbox.relay=true")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(Stream.of(context.getBeanDefinitionNames())
                                    .map(name -> context.getBeanFactory().getType(name, false))
                                    .filter(Objects::nonNull)
                                    .map(Class::getName)
                                    .filter(name -> name.startsWith("com.bookstore.events.outbox")))
                            .isEmpty();
                    assertThat(relayThreads()).isEmpty();
                    verifyNoInteractions(untouched);
                });
    }

    @Test
    void isThereBesideTheDirectPublisherWhichIsInjected() {
        runner.withPropertyValues(ON).run(context -> {
            assertThat(context.getBean(EventPublisher.class))
                    .isSameAs(context.getBean(DirectEventPublisher.class))
                    .isNotSameAs(context.getBean(OutboxEventPublisher.class));
            assertThat(rows(context, "outbox")).isZero();
        });
    }

    @Test
    void isInjectedWhereItIsTheModeOfPublishing() {
        runner.withPropertyValues(MODE).run(context -> {
            assertThat(context.getBean(EventPublisher.class)).isSameAs(context.getBean(OutboxEventPublisher.class));
            assertThat(context).hasSingleBean(DirectEventPublisher.class);
        });
    }

    @Test
    void relaysUnlessAnotherApplicationDoes() {
        runner.withPropertyValues(ON).run(context -> assertThat(relayThreads()).isEmpty());
        runner.withPropertyValues(ON, "bookstore.events.outbox.relay=true")
                .run(context -> assertThat(relayThreads()).hasSize(1));
        assertThat(relayThreads()).isEmpty();
    }

    @Test
    void anEventIsARowOfTheCommittedTransaction() {
        runner.withPropertyValues(MODE).run(context -> {
            EventPublisher publisher = context.getBean(EventPublisher.class);
            TransactionTemplate transactions = transactions(context);
            transactions.executeWithoutResult(status -> {
                assertThat(publisher.publish(event(1)))
                        .isCompletedWithValueMatching(PublishedEvent.Stored.class::isInstance);
                status.setRollbackOnly();
            });
            transactions.executeWithoutResult(
                    status -> publisher.publish(event(2)).join());

            var row = new JdbcTemplate(context.getBean(DataSource.class)).queryForMap("SELECT * FROM outbox");
            assertThat(row)
                    .containsEntry("aggregatetype", "user-events")
                    .containsEntry("aggregateid", "2")
                    .containsEntry("type", "userRegistered");
        });
    }

    @Test
    void withoutATransactionItFailsOrOpensOne() {
        runner.withPropertyValues(ON).run(context -> {
            OutboxEventPublisher publisher = context.getBean(OutboxEventPublisher.class);
            assertThatThrownBy(() -> publisher.publish(event(1))).isInstanceOf(OutboxException.NoTransaction.class);
            assertThat(rows(context, "outbox")).isZero();
        });
        runner.withPropertyValues(ON, "bookstore.events.outbox.without-transaction=open")
                .run(context -> {
                    context.getBean(OutboxEventPublisher.class)
                            .publish(event(1))
                            .join();
                    assertThat(rows(context, "outbox")).isEqualTo(1);
                });
    }

    @Test
    void applicationEventsGoThroughItIfThatIsSwitchedOn() {
        runner.withPropertyValues(ON).run(context -> {
            transactions(context).executeWithoutResult(status -> context.publishEvent(event(1)));
            assertThat(rows(context, "outbox")).isZero();
        });
        runner.withPropertyValues(ON, "bookstore.events.outbox.application-events=true")
                .run(context -> {
                    transactions(context).executeWithoutResult(status -> {
                        context.publishEvent(event(1));
                        context.publishEvent("something else");
                    });
                    assertThat(rows(context, "outbox")).isEqualTo(1);
                    assertThatThrownBy(() -> context.publishEvent(event(2)))
                            .isInstanceOf(OutboxException.NoTransaction.class);
                });
    }

    @Test
    void anApplicationsOwnPublisherWins() {
        OutboxEventPublisher own = mock(OutboxEventPublisher.class);
        runner.withPropertyValues(ON)
                .withBean(OutboxEventPublisher.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(OutboxEventPublisher.class)).isSameAs(own));
    }

    @Test
    void theTablesHaveTheNamesAndTheSchemaThatAreConfigured() {
        runner.withPropertyValues(ON, "bookstore.events.outbox.table=outgoing", "bookstore.events.outbox.schema=shop")
                .withBean(DataSource.class, () -> database("INIT=CREATE SCHEMA IF NOT EXISTS shop"))
                .run(context -> {
                    for (String table : new String[] {"", "_parked", "_partition", "_relay", "_lock"}) {
                        rows(context, "shop.outgoing" + table);
                    }
                });
    }

    @Test
    void aTableNameThatIsNoneStopsTheStart() {
        assertFailure(
                runner.withPropertyValues(ON, "bookstore.events.outbox.table=outbox; DROP TABLE books"),
                analysis -> assertThat(analysis.getAction()).contains("bookstore.events.outbox.table"));
    }

    @Test
    void aMissingTableStopsTheStartWithTheScript() {
        assertFailure(
                runner.withPropertyValues(
                        ON,
                        "bookstore.events.outbox.initialize-schema=never",
                        "bookstore.events.outbox.table=outgoing"),
                analysis -> assertThat(analysis.getAction())
                        .contains("bookstore.events.outbox.initialize-schema=always")
                        .contains("CREATE TABLE IF NOT EXISTS outgoing (")
                        .contains("CREATE TABLE IF NOT EXISTS outgoing_parked ("));
    }

    @ParameterizedTest
    @ValueSource(strings = {ON, MODE})
    void withoutJdbcOrADataSourceTheStartStops(String property) {
        assertFailure(
                Starter.runner()
                        .withPropertyValues(property)
                        .withClassLoader(
                                new FilteredClassLoader("org.springframework.jdbc", "org.springframework.boot.jdbc")),
                analysis -> assertThat(analysis.getAction()).contains("spring-boot-starter-jdbc"));
        assertFailure(Starter.runner().withPropertyValues(property), analysis -> assertThat(analysis.getDescription())
                .contains(DataSource.class.getName()));
    }

    @Test
    void aTransactionManagerOfKafkaStopsTheStart() {
        assertFailure(runner.withPropertyValues(ON, "spring.kafka.producer.transaction-id-prefix=tx-"), analysis -> {
            assertThat(analysis.getDescription()).contains("KafkaTransactionManager");
            assertThat(analysis.getAction()).contains("bookstore.events.outbox.transaction-manager=");
        });
    }

    @Test
    void severalTransactionManagersAndDataSourcesAreChosenFromByName() {
        ApplicationContextRunner several = Starter.runner()
                .withUserConfiguration(TwoDatabases.class)
                .withPropertyValues(ON, "bookstore.events.outbox.relay=false");
        String stock = "bookstore.events.outbox.data-source=stock";

        assertFailure(
                several, analysis -> assertThat(analysis.getAction()).contains("bookstore.events.outbox.data-source"));
        assertFailure(several.withPropertyValues(stock), analysis -> assertThat(analysis.getAction())
                .contains("bookstore.events.outbox.transaction-manager"));
        assertFailure(
                several.withPropertyValues(stock, "bookstore.events.outbox.transaction-manager=ordersTransactions"),
                analysis -> assertThat(analysis.getDescription()).contains("are not those of the DataSource"));
        several.withPropertyValues(stock, "bookstore.events.outbox.transaction-manager=stockTransactions")
                .run(context -> {
                    OutboxEventPublisher publisher = context.getBean(OutboxEventPublisher.class);
                    TransactionTemplate others = new TransactionTemplate(
                            context.getBean("ordersTransactions", PlatformTransactionManager.class));
                    assertThatThrownBy(() -> others.executeWithoutResult(status -> publisher.publish(event(1))))
                            .isInstanceOf(OutboxException.NoTransaction.class);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "batch-size=0",
                "batch-size=10001",
                "batch-bytes=0",
                "batch-bytes=2GB",
                "poll-interval=0",
                "poll-interval=25h",
                "lease=999ms",
                "lease=25h",
                "unavailable-topic-delay=0",
                "stop-timeout=-1s",
                "lock-timeout=999ms",
                "lock-timeout=25h",
                "on-refused=forget",
                "without-transaction=ignore",
                "relay=perhaps",
                "initialize-schema=perhaps"
            })
    void aPropertyOutOfItsRangeStopsTheStart(String property) {
        runner.withPropertyValues(ON, "bookstore.events.outbox.relay=true", "bookstore.events.outbox." + property)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void aModeThatIsNoneStopsTheStart() {
        runner.withPropertyValues("bookstore.events.publishing.mode=pigeon")
                .run(context -> assertThat(context).hasFailed());
    }

    private static UserRegisteredEvent event(long id) {
        return new UserRegisteredEvent(id, "ann@example.com", List.of());
    }

    private static TransactionTemplate transactions(AssertableApplicationContext context) {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    private static void assertFailure(ApplicationContextRunner runner, Consumer<FailureAnalysis> analysis) {
        runner.run(context -> {
            assertThat(context).hasFailed();
            analysis.accept(Starter.analysis(context.getStartupFailure()));
        });
    }

    private static DataSource database(String setting) {
        return new EmbeddedDatabaseBuilder()
                .setType(EmbeddedDatabaseType.H2)
                .setName(UUID.randomUUID() + ";" + setting)
                .build();
    }

    private static Integer rows(AssertableApplicationContext context, String table) {
        return new JdbcTemplate(context.getBean(DataSource.class))
                .queryForObject("SELECT count(*) FROM " + table, Integer.class);
    }

    private static Stream<String> relayThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter("bookstore-events-outbox-relay"::equals);
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDatabases {

        @Bean
        DataSource orders() {
            return database("MODE=REGULAR");
        }

        @Bean
        DataSource stock() {
            return database("MODE=REGULAR");
        }

        @Bean
        PlatformTransactionManager ordersTransactions(@Qualifier("orders") DataSource orders) {
            return new JdbcTransactionManager(orders);
        }

        @Bean
        PlatformTransactionManager stockTransactions(@Qualifier("stock") DataSource stock) {
            return new JdbcTransactionManager(stock);
        }
    }
}
