package com.bookstore.events.inbox;

import com.bookstore.events.jdbc.JdbcCleanup;
import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.JdbcSchemaInitializer;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.topic.TopicResolver;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.transaction.PlatformTransactionManager;

/** Makes the inbox in the service's database, for the first listener that needs it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JdbcInboxProperties.class)
class JdbcInboxConfiguration {

    @Bean
    @Lazy
    InboxTransactions inboxTransactions(
            InboxProperties properties, JdbcInboxProperties jdbc, TopicResolver topics, BeanFactory beans) {
        checkRetention(properties, topics);
        JdbcDatabase database = JdbcDatabase.of(bean(beans, DataSource.class, properties.dataSource(), "data-source"));
        PlatformTransactionManager manager =
                bean(beans, PlatformTransactionManager.class, properties.transactionManager(), "transaction-manager");
        TableName table = TableName.of(InboxProperties.PREFIX, jdbc.schema(), jdbc.table());
        JdbcSchema schema = JdbcInbox.schema(table);
        new JdbcSchemaInitializer(database.dataSource(), schema, jdbc.initializeSchema()).initializeDatabase();
        database.verify(schema);
        JdbcInbox inbox = new JdbcInbox(database.dataSource(), database.dialect(), table, jdbc.timeout());
        JdbcInboxProperties.Cleanup cleanup = jdbc.cleanup();
        JdbcCleanup cleaner = new JdbcCleanup(
                "inbox",
                cleanup.interval(),
                cleanup.chunk(),
                chunk -> inbox.deleteOlderThan(properties.retention(), chunk));
        InboxTransactions transactions = new InboxTransactions(inbox, manager, cleaner::stop);
        transactions.verify();
        if (cleanup.enabled()) {
            cleaner.start();
        }
        return transactions;
    }

    private static void checkRetention(InboxProperties properties, TopicResolver topics) {
        Map<String, Duration> longer = new HashMap<>(topics.retentions());
        longer.values().removeIf(retention -> retention.compareTo(properties.retention()) <= 0);
        if (!longer.isEmpty() && !properties.acceptShortRetention()) {
            throw InboxSetupException.shortRetention(properties.retention(), longer);
        }
    }

    private static <T> T bean(BeanFactory beans, Class<T> type, @Nullable String name, String property) {
        if (name != null && !name.isBlank()) {
            return beans.getBean(name, type);
        }
        T single = beans.getBeanProvider(type).getIfUnique();
        if (single == null) {
            throw InboxSetupException.noSingle(type.getName(), property);
        }
        return single;
    }
}
