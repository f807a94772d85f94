package com.bookstore.events.idempotency;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/**
 * Provides the store of idempotency keys, if one is chosen. A service that neither sets
 * {@code bookstore.events.idempotency.store} nor has a store of its own gets nothing of this.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration"
        })
@Conditional(IdempotencyAutoConfiguration.Used.class)
@EnableConfigurationProperties(IdempotencyProperties.class)
@Import({
    IdempotencyStoreConfiguration.InDatabase.class,
    IdempotencyStoreConfiguration.InRedis.class,
    IdempotencyStoreConfiguration.InMemory.class,
    IdempotencyStoreConfiguration.Missing.class
})
public final class IdempotencyAutoConfiguration {

    IdempotencyAutoConfiguration() {}

    @Bean
    IdempotencyLease idempotencyLease(IdempotencyProperties properties) {
        return new IdempotencyLease(properties.lease());
    }

    static final class Used extends AnyNestedCondition {

        Used() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @IdempotencyStoreConfiguration.ConditionalOnStore
        static final class StoreChosen {}

        @ConditionalOnBean(IdempotencyStore.class)
        static final class OwnStore {}
    }
}
