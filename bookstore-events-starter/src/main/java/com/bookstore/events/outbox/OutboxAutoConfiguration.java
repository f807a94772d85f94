package com.bookstore.events.outbox;

import com.bookstore.events.publishing.PublishingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Provides the outbox, if it is switched on: the publisher that stores events. */
@AutoConfiguration(
        after = PublishingAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
        })
@Conditional(OutboxAutoConfiguration.SwitchedOn.class)
public final class OutboxAutoConfiguration {

    OutboxAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {
                "org.springframework.jdbc.core.JdbcTemplate",
                "org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer"
            })
    @EnableConfigurationProperties(OutboxProperties.class)
    @Import(JdbcOutboxConfiguration.class)
    static class Jdbc {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer")
    static class NoJdbc {

        @Bean
        OutboxEventPublisher outboxEventPublisher() {
            throw OutboxSetupException.withoutJdbc();
        }
    }

    /** By its own property, or by making it the application's way to publish. */
    static final class SwitchedOn extends AnyNestedCondition {

        SwitchedOn() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnBooleanProperty(OutboxProperties.PREFIX + ".enabled")
        static final class Enabled {}

        @ConditionalOnProperty(name = "bookstore.events.publishing.mode", havingValue = "outbox")
        static final class Mode {}
    }
}
