package com.bookstore.events.idempotency;

import com.bookstore.events.idempotency.IdempotencyProperties.Store;
import com.bookstore.events.jdbc.JdbcCleanup;
import com.bookstore.events.jdbc.JdbcSchemaInitializer;
import com.bookstore.events.jdbc.TableName;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.ClassUtils;

/** One configuration for each store, in the order in which they are tried. */
final class IdempotencyStoreConfiguration {

    private static final Logger log = LoggerFactory.getLogger(IdempotencyStoreConfiguration.class);

    private IdempotencyStoreConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DataSourceScriptDatabaseInitializer.class)
    @ConditionalOnStore({Store.JDBC, Store.AUTO})
    @ConditionalOnSingleCandidate(DataSource.class)
    @ConditionalOnMissingBean(IdempotencyStore.class)
    @EnableConfigurationProperties(JdbcIdempotencyProperties.class)
    @Import(DatabaseInitializationDependencyConfigurer.class)
    static class InDatabase {

        @Bean
        JdbcSchemaInitializer idempotencySchemaInitializer(
                DataSource dataSource, JdbcIdempotencyProperties properties) {
            return new JdbcSchemaInitializer(
                    dataSource, JdbcIdempotencyStore.schema(table(properties)), properties.initializeSchema());
        }

        @Bean
        @DependsOnDatabaseInitialization
        IdempotencyStore idempotencyStore(
                DataSource dataSource, JdbcIdempotencyProperties jdbc, IdempotencyProperties properties) {
            JdbcIdempotencyStore store = store(dataSource, jdbc, properties);
            store.verify();
            log.info(
                    "Idempotency keys are kept in the database (table {}) for {}: all instances see them, a restart keeps"
                            + " them",
                    table(jdbc),
                    properties.retention());
            return properties.failOpen() ? new FailOpenIdempotencyStore(store) : store;
        }

        @Bean
        @ConditionalOnBooleanProperty(
                name = JdbcIdempotencyProperties.PREFIX + ".cleanup.enabled",
                matchIfMissing = true)
        JdbcCleanup idempotencyCleanup(
                DataSource dataSource, JdbcIdempotencyProperties jdbc, IdempotencyProperties properties) {
            return new JdbcCleanup(
                    "idempotency",
                    jdbc.cleanup().interval(),
                    jdbc.cleanup().chunk(),
                    store(dataSource, jdbc, properties)::deleteExpired);
        }

        private static JdbcIdempotencyStore store(
                DataSource dataSource, JdbcIdempotencyProperties jdbc, IdempotencyProperties properties) {
            return new JdbcIdempotencyStore(
                    dataSource, table(jdbc), properties.retention(), properties.timeout(), () -> UUID.randomUUID()
                            .toString());
        }

        private static TableName table(JdbcIdempotencyProperties properties) {
            return TableName.of(JdbcIdempotencyProperties.PREFIX, properties.schema(), properties.table());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RedisConnectionFactory.class)
    @ConditionalOnSingleCandidate(RedisConnectionFactory.class)
    @ConditionalOnMissingBean(IdempotencyStore.class)
    static class InRedis {

        private static IdempotencyStore store(
                RedisConnectionFactory connections, IdempotencyProperties properties, Environment environment) {
            String prefix = properties.redis().prefix(environment.getProperty("spring.application.name"));
            log.info(
                    "Idempotency keys are kept in Redis ({}*) for {}: all instances see them, a restart keeps them;"
                            + " Redis itself may lose them by failover or eviction",
                    prefix,
                    properties.retention());
            RedisIdempotencyStore store = new RedisIdempotencyStore(
                    connections, prefix, properties.retention(), properties.timeout(), () -> UUID.randomUUID()
                            .toString());
            return properties.failOpen() ? new FailOpenIdempotencyStore(store) : store;
        }

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnStore(Store.REDIS)
        static class Chosen {

            @Bean
            IdempotencyStore idempotencyStore(
                    RedisConnectionFactory connections, IdempotencyProperties properties, Environment environment) {
                return store(connections, properties, environment);
            }
        }

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnStore(Store.AUTO)
        @ConditionalOnMissingBean(type = "javax.sql.DataSource")
        static class NoDatabase {

            @Bean
            IdempotencyStore idempotencyStore(
                    RedisConnectionFactory connections, IdempotencyProperties properties, Environment environment) {
                return store(connections, properties, environment);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Caffeine.class)
    static class InMemory {

        private static IdempotencyStore store(IdempotencyProperties properties) {
            int maxSize = properties.inMemory().maxSize();
            Duration retention = properties.retention();
            log.info(
                    "Idempotency keys are kept in memory for {}, at most {}: other instances do not see them, a restart loses"
                            + " them",
                    retention,
                    maxSize);
            return new InMemoryIdempotencyStore(maxSize, retention, Ticker.systemTicker());
        }

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnStore(Store.IN_MEMORY)
        @ConditionalOnMissingBean(IdempotencyStore.class)
        static class Chosen {

            @Bean
            IdempotencyStore idempotencyStore(IdempotencyProperties properties) {
                return store(properties);
            }
        }

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnStore(Store.AUTO)
        @ConditionalOnMissingBean(
                value = IdempotencyStore.class,
                type = {"javax.sql.DataSource", "org.springframework.data.redis.connection.RedisConnectionFactory"})
        static class NothingElse {

            @Bean
            IdempotencyStore idempotencyStore(IdempotencyProperties properties) {
                return store(properties);
            }
        }
    }

    /** Says at the start why there is no store though one was chosen. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(IdempotencyStore.class)
    static class Missing {

        private static final String JDBC = "org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer";
        private static final String REDIS = "org.springframework.data.redis.connection.RedisConnectionFactory";
        private static final String CAFFEINE = "com.github.ben-manes.caffeine:caffeine";

        @Bean
        IdempotencyStore idempotencyStore(IdempotencyProperties properties, ResourceLoader resources) {
            Store store = properties.store();
            String name = store.name().toLowerCase(Locale.ROOT).replace('_', '-');
            throw switch (store) {
                case JDBC -> missing(name, "jdbc", "DataSource", present(resources, JDBC));
                case REDIS -> missing(name, "data-redis", "RedisConnectionFactory", present(resources, REDIS));
                case IN_MEMORY, NONE ->
                    new MissingIdempotencyStoreException(
                            name, "Caffeine is not on the class path", "Add the dependency " + CAFFEINE);
                case AUTO ->
                    new MissingIdempotencyStoreException(
                            name,
                            "there is no single DataSource, nor a single RedisConnectionFactory without any DataSource; keys are"
                                    + " kept in memory only where there is none of either, with Caffeine on the class path",
                            "Choose a store, mark one of the beans as primary, or add the dependency " + CAFFEINE);
            };
        }

        private static boolean present(ResourceLoader resources, String type) {
            return ClassUtils.isPresent(type, resources.getClassLoader());
        }

        private static MissingIdempotencyStoreException missing(
                String store, String starter, String bean, boolean libraryIsThere) {
            return libraryIsThere
                    ? new MissingIdempotencyStoreException(
                            store,
                            "there is no %s, or there are several and none is primary".formatted(bean),
                            "Define one " + bean)
                    : new MissingIdempotencyStoreException(
                            store,
                            "its library is not on the class path",
                            "Add the dependency org.springframework.boot:spring-boot-starter-" + starter);
        }
    }

    /** Matches when {@code bookstore.events.idempotency.store} is one of these. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @Conditional(StoreCondition.class)
    @interface ConditionalOnStore {

        /** None for whatever is set and does not switch the feature off, be it misspelled: binding complains about that. */
        Store[] value() default {};
    }

    /** Compares as Spring Boot binds an enum: case and dashes do not matter. */
    static final class StoreCondition implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            String set = plain(context.getEnvironment().getProperty("bookstore.events.idempotency.store", ""));
            Store[] wanted =
                    metadata.getAnnotations().get(ConditionalOnStore.class).getEnumArray("value", Store.class);
            return wanted.length == 0
                    ? !set.isEmpty() && !set.equals(plain(Store.NONE.name()))
                    : Arrays.stream(wanted).anyMatch(store -> set.equals(plain(store.name())));
        }

        private static String plain(String name) {
            return name.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
        }
    }
}
