package com.bookstore.events.outbox;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcSchemaInitializer;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.lease.PartitionLeases;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventTracing;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.publishing.EventRoutes;
import com.bookstore.events.publishing.PublishingAutoConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.PlatformTransactionManager;

/** Provides the outbox, if it is switched on: the publisher that stores, and the relay. */
@AutoConfiguration(
        before = PublishingAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
        })
@ConditionalOnBooleanProperty(OutboxProperties.PREFIX + ".enabled")
@ConditionalOnClass(DataSourceScriptDatabaseInitializer.class)
@EnableConfigurationProperties(OutboxProperties.class)
public final class OutboxAutoConfiguration {

    OutboxAutoConfiguration() {}
}
