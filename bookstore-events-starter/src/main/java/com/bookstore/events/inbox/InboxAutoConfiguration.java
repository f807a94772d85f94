package com.bookstore.events.inbox;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.ObservabilityAutoConfiguration;
import com.bookstore.events.topic.TopicAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Provides the guard of listeners that handle each event once. What it needs is made when there is such a listener, and not
 * before: the table is looked for, transactions are checked, cleaning starts.
 */
@AutoConfiguration(after = {ObservabilityAutoConfiguration.class, TopicAutoConfiguration.class})
@EnableConfigurationProperties(InboxProperties.class)
public final class InboxAutoConfiguration {

    InboxAutoConfiguration() {}

    @Bean
    static GuardedListeners guardedListeners() {
        return new GuardedListeners();
    }

    @Bean
    InboxGuard inboxGuard(
            InboxProperties properties,
            ObjectProvider<InboxTransactions> transactions,
            EventRecorder recorder,
            Environment environment,
            GuardedListeners guarded) {
        return new InboxGuard(
                properties.allListeners(),
                () -> {
                    InboxTransactions available = transactions.getIfAvailable();
                    if (available == null) {
                        throw InboxSetupException.withoutJdbc();
                    }
                    return available;
                },
                recorder,
                environment::resolveRequiredPlaceholders,
                guarded);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {
                "org.springframework.jdbc.core.JdbcTemplate",
                "org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer"
            })
    @Import(JdbcInboxConfiguration.class)
    static class Jdbc {}
}
