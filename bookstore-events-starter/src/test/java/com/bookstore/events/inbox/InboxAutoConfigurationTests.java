package com.bookstore.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import com.bookstore.events.domain.BookEvent;
import com.bookstore.events.integration.Starter;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.transaction.PlatformTransactionManager;

class InboxAutoConfigurationTests {

    private final ApplicationContextRunner runner = Starter.runner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
            .withPropertyValues("spring.datasource.generate-unique-name=true");

    @Test
    void costsAServiceThatDoesNotUseItNothing() {
        DataSource untouched = mock(DataSource.class);
        runner.withBean(DataSource.class, () -> untouched)
                .withUserConfiguration(PlainListener.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(Stream.of(context.getBeanDefinitionNames())
                                    .map(name -> context.getBeanFactory().getType(name, false))
                                    .filter(Objects::nonNull)
                                    .map(Class::getName)
                                    .filter(name -> name.startsWith("com.bookstore.events.inbox.")))
                            .containsExactly(PlainListener.class.getName());
                    assertThat(cleanupThreads()).isEmpty();
                    verifyNoInteractions(untouched);
                });
    }

    @Test
    void isMadeForAnAnnotatedListener() {
        runner.withUserConfiguration(AnnotatedListener.class).run(context -> {
            assertThat(rows(context, "inbox")).isZero();
            assertThat(cleanupThreads()).hasSize(1);
        });
        assertThat(cleanupThreads()).isEmpty();
    }

    @Test
    void isMadeForAllListenersByAProperty() {
        runner.withUserConfiguration(PlainListener.class)
                .withPropertyValues("bookstore.events.inbox.all-listeners=true")
                .run(context -> assertThat(rows(context, "inbox")).isZero());
    }

    @Test
    void leavesCleaningToOthers() {
        runner.withUserConfiguration(AnnotatedListener.class)
                .withPropertyValues("bookstore.events.inbox.cleanup.enabled=false")
                .run(context -> {
                    assertThat(rows(context, "inbox")).isZero();
                    assertThat(cleanupThreads()).isEmpty();
                });
    }

    @Test
    void theTableHasTheNameAndTheSchemaThatAreConfigured() {
        runner.withUserConfiguration(AnnotatedListener.class)
                .withBean(DataSource.class, () -> database("INIT=CREATE SCHEMA IF NOT EXISTS shop"))
                .withPropertyValues("bookstore.events.inbox.table=handled_events", "bookstore.events.inbox.schema=shop")
                .run(context -> assertThat(rows(context, "shop.handled_events")).isZero());
    }

    @Test
    void aTableNameThatIsNoneStopsTheStart() {
        assertFailure(
                runner.withUserConfiguration(AnnotatedListener.class)
                        .withPropertyValues("bookstore.events.inbox.table=inbox; DROP TABLE books"),
                analysis -> assertThat(analysis.getAction()).contains("bookstore.events.inbox.table"));
    }

    @Test
    void aMissingTableStopsTheStartWithTheScript() {
        assertFailure(
                runner.withUserConfiguration(AnnotatedListener.class)
                        .withPropertyValues(
                                "bookstore.events.inbox.initialize-schema=never",
                                "bookstore.events.inbox.table=handled"),
                analysis -> assertThat(analysis.getAction())
                        .contains("bookstore.events.inbox.initialize-schema=always")
                        .contains("CREATE TABLE IF NOT EXISTS handled (")
                        .contains("CREATE INDEX IF NOT EXISTS handled_idx_handled ON handled (handled_at)"));
    }

    @Test
    void needsJdbcOnlyForAListenerThatAsksForIt() {
        ApplicationContextRunner withoutJdbc = Starter.runner()
                .withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.springframework.boot.jdbc"));

        withoutJdbc.withUserConfiguration(PlainListener.class).run(context -> assertThat(context)
                .hasNotFailed());
        assertFailure(
                withoutJdbc.withUserConfiguration(AnnotatedListener.class),
                analysis -> assertThat(analysis.getAction()).contains("spring-boot-starter-jdbc"));
    }

    @Test
    void withoutADataSourceTheStartStops() {
        assertFailure(
                Starter.runner().withUserConfiguration(AnnotatedListener.class),
                analysis -> assertThat(analysis.getDescription()).contains(DataSource.class.getName()));
    }

    @Test
    void aTransactionManagerOfKafkaStopsTheStart() {
        assertFailure(
                runner.withUserConfiguration(AnnotatedListener.class)
                        .withPropertyValues("spring.kafka.producer.transaction-id-prefix=tx-"),
                analysis -> {
                    assertThat(analysis.getDescription()).contains("KafkaTransactionManager");
                    assertThat(analysis.getAction())
                            .contains("bookstore.events.inbox.transaction-manager=")
                            .contains("transaction-id-prefix");
                });
    }

    @Test
    void severalTransactionManagersAndDataSourcesAreChosenFromByName() {
        ApplicationContextRunner several =
                Starter.runner().withUserConfiguration(AnnotatedListener.class, TwoDatabases.class);
        String stock = "bookstore.events.inbox.data-source=stock";

        assertFailure(
                several, analysis -> assertThat(analysis.getAction()).contains("bookstore.events.inbox.data-source"));
        assertFailure(several.withPropertyValues(stock), analysis -> assertThat(analysis.getAction())
                .contains("bookstore.events.inbox.transaction-manager"));
        assertFailure(
                several.withPropertyValues(stock, "bookstore.events.inbox.transaction-manager=ordersTransactions"),
                analysis -> assertThat(analysis.getDescription()).contains("are not those of the DataSource"));
        several.withPropertyValues(stock, "bookstore.events.inbox.transaction-manager=stockTransactions")
                .run(context -> assertThat(new JdbcTemplate(context.getBean("stock", DataSource.class))
                                .queryForObject("SELECT count(*) FROM inbox", Integer.class))
                        .isZero());
    }

    @ParameterizedTest
    @CsvSource({
        "bookstore.events.inbox.retention=89d, dead-letter-queue",
        "bookstore.events.topics.book-events.retention=91d, book-events",
        "bookstore.events.topics.user-events.config.[retention.ms]=-1, user-events",
        "bookstore.events.topics.user-events.config.[cleanup.policy]=compact, user-events"
    })
    void aRetentionShorterThanThatOfATopicStopsTheStartUnlessAccepted(String property, String topic) {
        ApplicationContextRunner forgetful =
                runner.withUserConfiguration(AnnotatedListener.class).withPropertyValues(property);

        assertFailure(forgetful, analysis -> {
            assertThat(analysis.getDescription()).contains(topic);
            assertThat(analysis.getAction()).contains("bookstore.events.inbox.accept-short-retention=true");
        });
        forgetful
                .withPropertyValues("bookstore.events.inbox.accept-short-retention=true")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retention=0",
                "retention=40000d",
                "cleanup.interval=0",
                "cleanup.chunk=0",
                "cleanup.chunk=10001",
                "timeout=0",
                "timeout=25h",
                "initialize-schema=perhaps"
            })
    void aPropertyOutOfItsRangeStopsTheStart(String property) {
        runner.withUserConfiguration(AnnotatedListener.class)
                .withPropertyValues("bookstore.events.inbox." + property)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void aListenerWhoseAnnotationIsHiddenByAnInterfaceStopsTheStart() {
        ApplicationContextRunner hidden = runner.withUserConfiguration(HiddenListener.class);

        assertFailure(hidden, analysis -> {
            assertThat(analysis.getDescription()).contains("HiddenListener$Hidden.on()");
            assertThat(analysis.getAction()).contains("return type", "bookstore.events.inbox.all-listeners=true");
        });
        hidden.withPropertyValues("bookstore.events.inbox.all-listeners=true")
                .run(context -> assertThat(rows(context, "inbox")).isZero());
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

    private static Stream<String> cleanupThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter("bookstore-events-cleanup-inbox"::equals);
    }

    @Configuration(proxyBeanMethods = false)
    static class PlainListener {
        @KafkaListener(topics = "book-events")
        void on(BookEvent event) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class AnnotatedListener {
        @IdempotentConsumer
        @KafkaListener(topics = "book-events")
        void on(BookEvent event) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class HiddenListener {
        @Bean
        Runnable listener() {
            return new Hidden();
        }

        static class Hidden implements Runnable {
            @Override
            public void run() {}

            @IdempotentConsumer
            @KafkaListener(topics = "book-events")
            void on(BookEvent event) {}
        }
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
