package com.bookstore.events.eventstore;

import com.bookstore.events.outbox.OutboxAutoConfiguration;
import com.bookstore.events.publishing.PublishingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Provides the event store, if it is switched on. */
@AutoConfiguration(
        after = {PublishingAutoConfiguration.class, OutboxAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
        })
@ConditionalOnBooleanProperty(EventStoreProperties.PREFIX + ".enabled")
public final class EventStoreAutoConfiguration {

    EventStoreAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {
                "org.springframework.jdbc.core.JdbcTemplate",
                "org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer"
            })
    @EnableConfigurationProperties(EventStoreProperties.class)
    @Import(JdbcEventStoreConfiguration.class)
    static class Jdbc {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer")
    static class NoJdbc {

        @Bean
        EventStore eventStore() {
            throw EventStoreSetupException.withoutJdbc();
        }
    }
}
