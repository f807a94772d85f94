package com.bookstore.events.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.integration.Starter;
import com.bookstore.events.jdbc.JdbcCleanup;
import com.bookstore.events.jdbc.JdbcSchemaInitializer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnectionFactory;

@ExtendWith(OutputCaptureExtension.class)
class IdempotencyAutoConfigurationTests {

    private static final String PREFIX = "bookstore.events.idempotency.";
    private static final String CAFFEINE = "com.github.benmanes.caffeine";
    private static final String BOOT_JDBC = "org.springframework.boot.jdbc";
    private static final String SPRING_JDBC = "org.springframework.jdbc";
    private static final String REDIS = "org.springframework.data.redis";

    private final ApplicationContextRunner runner = Starter.runner();
    private final ApplicationContextRunner withDatabase =
            runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class));

    private static ApplicationContextRunner withRedis(ApplicationContextRunner runner) {
        return runner.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class));
    }

    private static ApplicationContextRunner store(ApplicationContextRunner runner, String store) {
        return runner.withPropertyValues(PREFIX + "store=" + store);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "NONE"})
    void thereIsNothingOfItUnlessAStoreIsChosen(String none) {
        for (ApplicationContextRunner unused : List.of(withDatabase, store(withDatabase, none))) {
            withRedis(unused).run(context -> assertThat(Arrays.stream(context.getBeanDefinitionNames()))
                    .noneMatch(name -> name.toLowerCase().contains("idempoten")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"in-memory", "IN_MEMORY", "inMemory", "auto"})
    void keepsKeysInMemory(String store, CapturedOutput output) {
        store(runner, store).run(context -> {
            assertThat(context).getBean(IdempotencyStore.class).isInstanceOf(InMemoryIdempotencyStore.class);
            assertThat(output).contains("Idempotency keys are kept in memory for PT168H, at most 100000");
            assertGrants(context.getBean(IdempotencyStore.class));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc", "auto"})
    void keepsKeysInTheDatabaseAlsoWhereThereIsRedis(String store, CapturedOutput output) {
        withRedis(store(withDatabase, store)).run(context -> {
            assertThat(context).getBean(IdempotencyStore.class).isInstanceOf(JdbcIdempotencyStore.class);
            assertThat(context).hasSingleBean(JdbcSchemaInitializer.class).hasSingleBean(JdbcCleanup.class);
            assertThat(context.getBean(JdbcCleanup.class).isRunning()).isTrue();
            assertThat(output).contains("Idempotency keys are kept in the database (table idempotency_claim)");
            assertGrants(context.getBean(IdempotencyStore.class));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "auto"})
    void keepsKeysInRedis(String store, CapturedOutput output) {
        withRedis(store(runner, store)).run(context -> {
            assertThat(context).getBean(IdempotencyStore.class).isInstanceOf(RedisIdempotencyStore.class);
            assertThat(output).contains("Idempotency keys are kept in Redis (bookstore:idempotency:bookshop:*)");
        });
    }

    @Test
    void servicesThatShareARedisDoNotShareKeys(CapturedOutput output) {
        ApplicationContextRunner named =
                withRedis(store(runner, "redis")).withPropertyValues("spring.application.name=books");

        named.run(context -> assertThat(output).contains("kept in Redis (bookstore:idempotency:books:*)"));
        named.withPropertyValues(PREFIX + "redis.prefix=own:")
                .run(context -> assertThat(output).contains("kept in Redis (own:*)"));
    }

    @Test
    void keepsKeysInMemoryAlsoWhereThereIsADatabaseIfThatIsChosen() {
        store(withDatabase, "in-memory").run(context -> {
            assertThat(context).getBean(IdempotencyStore.class).isInstanceOf(InMemoryIdempotencyStore.class);
            assertThat(context).doesNotHaveBean(JdbcSchemaInitializer.class).doesNotHaveBean(JdbcCleanup.class);
        });
    }

    @Test
    void theServicesOwnStoreWinsAndNeedsNoProperty() {
        IdempotencyStore own = mock(IdempotencyStore.class);
        for (ApplicationContextRunner unset : List.of(withDatabase, store(withDatabase, "jdbc"))) {
            unset.withBean(IdempotencyStore.class, () -> own).run(context -> {
                assertThat(context).getBean(IdempotencyStore.class).isSameAs(own);
                assertThat(context).doesNotHaveBean(JdbcCleanup.class).hasSingleBean(IdempotencyLease.class);
            });
        }
    }

    @Test
    void theLeaseIsAMinuteUnlessSet() {
        store(runner, "auto").run(context -> assertThat(context.getBean(IdempotencyLease.class))
                .isEqualTo(new IdempotencyLease(Duration.ofMinutes(1))));
        store(runner, "auto").withPropertyValues(PREFIX + "lease=5m").run(context -> assertThat(
                        context.getBean(IdempotencyLease.class))
                .isEqualTo(new IdempotencyLease(Duration.ofMinutes(5))));
    }

    @Test
    void failOpenStandsInFrontOfTheStore() {
        store(withDatabase, "jdbc")
                .withPropertyValues(PREFIX + "fail-open=true")
                .run(context -> {
                    assertThat(context).getBean(IdempotencyStore.class).isInstanceOf(FailOpenIdempotencyStore.class);
                    assertGrants(context.getBean(IdempotencyStore.class));
                });
        withRedis(store(runner, "redis"))
                .withPropertyValues(PREFIX + "fail-open=true")
                .run(context -> assertThat(context)
                        .getBean(IdempotencyStore.class)
                        .isInstanceOf(FailOpenIdempotencyStore.class));
    }

    @Test
    void tableAndCleanupAreAsConfigured() {
        store(withDatabase, "jdbc")
                .withPropertyValues(
                        PREFIX + "jdbc.table=Keys",
                        PREFIX + "jdbc.schema=PUBLIC",
                        PREFIX + "jdbc.cleanup.enabled=false")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(JdbcCleanup.class);
                    assertGrants(context.getBean(IdempotencyStore.class));
                    assertThat(context.getBean(DataSource.class)
                                    .getConnection()
                                    .createStatement()
                                    .execute("SELECT * FROM PUBLIC.Keys"))
                            .isTrue();
                });
    }

    @Test
    void aMissingTableStopsTheStartWithItsScript() {
        store(withDatabase, "jdbc")
                .withPropertyValues(PREFIX + "jdbc.initialize-schema=never")
                .run(context -> assertThat(
                                Starter.analysis(context.getStartupFailure()).getAction())
                        .contains(
                                "Set bookstore.events.idempotency.jdbc.initialize-schema=always",
                                "CREATE TABLE IF NOT EXISTS idempotency_claim ("));
    }

    @Test
    void aDatabaseThatIsDownDoesNotStopTheStart(CapturedOutput output) {
        JdbcDataSource down = new JdbcDataSource();
        down.setURL("jdbc:h2:tcp://127.0.0.1:1/nowhere");

        store(runner, "jdbc").withBean(DataSource.class, () -> down).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output).contains("it is checked when it is used");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "lease=0s, lease must be at least 1ms",
        "lease=-1m, lease must be at least 1ms",
        "lease=25d, lease must be at least 1ms and at most 24 days",
        "retention=30s, retention must not be shorter than lease",
        "retention=0s, retention must not be shorter than lease",
        "retention=4000d, at most 3650 days",
        "timeout=0s, timeout must be at least 10ms",
        "timeout=-1s, timeout must be at least 10ms",
        "timeout=1m, shorter than lease",
        "in-memory.max-size=0, in-memory.max-size must be at least 1",
        "jdbc.cleanup.interval=0s, jdbc.cleanup.interval must be at least 1ms",
        "jdbc.cleanup.chunk=0, jdbc.cleanup.chunk must be at least 1 and at most 1000",
        "jdbc.cleanup.chunk=1001, jdbc.cleanup.chunk must be at least 1 and at most 1000",
        "jdbc.table=my keys, jdbc.table must be 1 to 63 letters",
        "jdbc.table=, jdbc.table must be 1 to 63 letters",
        "jdbc.schema=a.b, jdbc.schema must be 1 to 63 letters",
        "store=disk, Failed to bind properties under 'bookstore.events.idempotency.store'"
    })
    void aValueThatMakesNoSenseStopsTheStart(String setting, String message) {
        store(withDatabase, "jdbc").withPropertyValues(PREFIX + setting).run(context -> assertThat(
                        Starter.analysis(context.getStartupFailure()).getDescription())
                .contains(message));
    }

    @ParameterizedTest
    @CsvSource({
        "in-memory, com.github.ben-manes.caffeine:caffeine",
        "auto, com.github.ben-manes.caffeine:caffeine",
        "jdbc, org.springframework.boot:spring-boot-starter-jdbc",
        "redis, org.springframework.boot:spring-boot-starter-data-redis"
    })
    void aStoreWithoutItsLibraryStopsTheStart(String store, String dependency) {
        store(runner, store)
                .withClassLoader(new FilteredClassLoader(CAFFEINE, BOOT_JDBC, SPRING_JDBC, REDIS))
                .run(context -> assertThat(
                                analysis(context.getStartupFailure(), store).getAction())
                        .contains("dd the dependency " + dependency));
    }

    @ParameterizedTest
    @CsvSource({"jdbc, DataSource", "redis, RedisConnectionFactory"})
    void aStoreWithoutConnectionsStopsTheStart(String store, String bean) {
        store(runner, store).run(context -> assertThat(
                        analysis(context.getStartupFailure(), store).getDescription())
                .contains("there is no " + bean));
    }

    @Test
    void aStoreIsNotGuessedAmongSeveralDatabases() {
        store(runner, "auto")
                .withBean("one", DataSource.class, JdbcDataSource::new)
                .withBean("two", DataSource.class, JdbcDataSource::new)
                .run(context -> assertThat(
                                analysis(context.getStartupFailure(), "auto").getAction())
                        .contains("primary"));
    }

    @Test
    void redisDoesNotStandInForOneOfSeveralDatabases() {
        withRedis(store(runner, "auto"))
                .withBean("one", DataSource.class, JdbcDataSource::new)
                .withBean("two", DataSource.class, JdbcDataSource::new)
                .run(context -> assertThat(
                                analysis(context.getStartupFailure(), "auto").getAction())
                        .contains("primary"));
    }

    @Test
    void eachStoreNeedsItsOwnLibraryOnly() {
        store(runner, "in-memory")
                .withClassLoader(new FilteredClassLoader(BOOT_JDBC, SPRING_JDBC, REDIS, "org.springframework.boot.sql"))
                .run(context -> assertThat(context).hasSingleBean(IdempotencyStore.class));
        store(withDatabase, "jdbc")
                .withClassLoader(new FilteredClassLoader(CAFFEINE, REDIS))
                .run(context -> assertThat(context).hasSingleBean(IdempotencyStore.class));
        withRedis(store(runner, "redis"))
                .withClassLoader(
                        new FilteredClassLoader(CAFFEINE, BOOT_JDBC, SPRING_JDBC, "org.springframework.boot.sql"))
                .run(context -> assertThat(context).hasSingleBean(IdempotencyStore.class));
    }

    private static FailureAnalysis analysis(Throwable failure, String store) {
        FailureAnalysis analysis = Starter.analysis(failure);
        assertThat(analysis.getDescription()).startsWith("bookstore.events.idempotency.store is " + store + ", but ");
        assertThat(analysis.getAction()).contains("com.bookstore.events.idempotency.IdempotencyStore");
        return analysis;
    }

    private static void assertGrants(IdempotencyStore store) {
        assertThat(store.claim(List.of(new Claim("key", "same", "event")), Duration.ofMinutes(1)))
                .singleElement()
                .isInstanceOf(Granted.class);
    }
}
