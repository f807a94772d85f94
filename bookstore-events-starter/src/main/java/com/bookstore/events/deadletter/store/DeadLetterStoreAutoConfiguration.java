package com.bookstore.events.deadletter.store;

import com.bookstore.events.deadletter.DeadLetterAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Provides the store of dead letters, if it is switched on. */
@AutoConfiguration(
        after = DeadLetterAutoConfiguration.class,
        afterName = {
            "com.bookstore.events.listening.ListeningAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        })
@ConditionalOnBooleanProperty(DeadLetterStoreProperties.PREFIX + ".enabled")
@EnableConfigurationProperties(DeadLetterStoreProperties.class)
public final class DeadLetterStoreAutoConfiguration {

    DeadLetterStoreAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {
                "org.springframework.jdbc.core.JdbcTemplate",
                "org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer"
            })
    @Import(JdbcDeadLetterStoreConfiguration.class)
    static class Jdbc {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer")
    static class NoJdbc {

        @Bean
        DeadLetters deadLetters() {
            throw DeadLetterSetupException.withoutJdbc();
        }
    }
}
