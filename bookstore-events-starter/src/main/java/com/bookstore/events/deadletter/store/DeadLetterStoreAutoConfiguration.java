package com.bookstore.events.deadletter.store;

import com.bookstore.events.deadletter.DeadLetterAutoConfiguration;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;

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
    static class Jdbc {

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
        @ConditionalOnEnabledHealthIndicator("deadLetters")
        @ConditionalOnMissingBean(name = {"deadLettersHealthIndicator", "deadLettersHealthContributor"})
        static class HealthConfiguration {

            @Bean
            DeadLetterHealthIndicator deadLettersHealthIndicator(
                    StatusWatch watch,
                    IntakeContainer intake,
                    ObjectProvider<KafkaListenerEndpointRegistry> listeners) {
                return new DeadLetterHealthIndicator(watch, intake.intake(), () -> listeners.stream()
                        .map(registry -> registry.getListenerContainer(DeadLetterTables.LISTENER))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer")
    static class NoJdbc {

        @Bean
        DeadLetters deadLetters() {
            throw DeadLetterSetupException.withoutJdbc();
        }
    }
}
