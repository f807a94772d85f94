package com.bookstore.events.eventstore.aggregate;

import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.EventStoreAutoConfiguration;
import com.bookstore.events.observability.EventRecorder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Provides aggregates where there is an event store, and their snapshots if these are switched on. */
@AutoConfiguration(after = EventStoreAutoConfiguration.class)
@ConditionalOnSingleCandidate(EventStore.class)
@EnableConfigurationProperties(AggregateProperties.class)
public final class AggregateAutoConfiguration {

    AggregateAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(Aggregates.class)
    StreamAggregates aggregates(
            EventStore store,
            ObjectProvider<AggregateSnapshots> snapshots,
            AggregateProperties properties,
            EventRecorder recorder) {
        return new StreamAggregates(
                store, snapshots.getIfAvailable(NoSnapshots::new), properties.maxAttempts(), recorder);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(SnapshotProperties.PREFIX + ".enabled")
    @ConditionalOnClass(
            name = {
                "org.springframework.jdbc.core.JdbcTemplate",
                "org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer"
            })
    @EnableConfigurationProperties(SnapshotProperties.class)
    @Import(JdbcSnapshotConfiguration.class)
    static class Snapshots {}
}
