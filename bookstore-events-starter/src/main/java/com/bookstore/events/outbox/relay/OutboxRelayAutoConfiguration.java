package com.bookstore.events.outbox.relay;

import com.bookstore.events.lease.JdbcPartitionLeases;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.outbox.OutboxListener;
import com.bookstore.events.outbox.OutboxTables;
import com.bookstore.events.outbox.RelaySignal;
import com.bookstore.events.outbox.relay.OutboxRelayProperties.OnRefused;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ProducerFactory;

/** Provides the relay of an outbox, unless another application relays it, and what shows the outbox. */
@AutoConfiguration(afterName = "com.bookstore.events.outbox.OutboxAutoConfiguration")
@ConditionalOnBean(OutboxTables.class)
@EnableConfigurationProperties(OutboxRelayProperties.class)
public final class OutboxRelayAutoConfiguration {

    OutboxRelayAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = OutboxRelayProperties.PREFIX + ".relay", matchIfMissing = true)
    static class Relaying {

        @Bean
        BacklogWatch outboxBacklogWatch(OutboxRelayProperties properties, OutboxTables tables, EventRecorder recorder) {
            return new BacklogWatch(new JdbcBacklog(tables)::now, recorder, properties.lease());
        }

        @Bean
        RelayThread outboxRelay(
                OutboxRelayProperties properties,
                OutboxTables tables,
                @Qualifier("eventProducerFactory") ProducerFactory<Object, Object> producers,
                EventRecorder recorder,
                BacklogWatch backlog,
                ObjectProvider<OutboxListener> listeners) {
            JdbcRelayTable table = new JdbcRelayTable(tables, properties.onRefused() == OnRefused.HOLD_KEY);
            JdbcPartitionLeases leases = new JdbcPartitionLeases(
                    tables.database(),
                    tables.partitions(),
                    tables.relays(),
                    OutboxTables.PARTITIONS,
                    properties.lease());
            RelayProducer producer = new RelayProducer(
                    producers, properties.lease(), properties.batchBytes().toBytes());
            OutboxRelay relay = new OutboxRelay(
                    table,
                    new OutboxSettlement(
                            table, recorder, listeners.orderedStream().toList()),
                    new RelayShare(leases, properties.lease()),
                    producer,
                    backlog,
                    properties,
                    System::nanoTime);
            return new RelayThread(relay, properties.pollInterval(), properties.stopTimeout());
        }

        @Bean
        RelaySignal outboxRelaySignal(RelayThread relay) {
            return relay::wakeUp;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = OutboxRelayProperties.PREFIX + ".relay", matchIfMissing = true)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("outbox")
    @ConditionalOnMissingBean(name = {"outboxHealthIndicator", "outboxHealthContributor"})
    static class HealthConfiguration {

        @Bean
        OutboxHealthIndicator outboxHealthIndicator(
                RelayThread thread, BacklogWatch watch, OutboxRelayProperties properties) {
            return new OutboxHealthIndicator(thread, watch, properties.health().oldestAge());
        }
    }

    /** Also where another application relays. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    @ConditionalOnAvailableEndpoint(OutboxEndpoint.class)
    @ConditionalOnMissingBean(name = "outboxEndpoint")
    static class EndpointConfiguration {

        @Bean
        OutboxEndpoint outboxEndpoint(
                OutboxTables tables,
                ObjectProvider<RelaySignal> relay,
                ApplicationEventPublisher events,
                OutboxRelayProperties properties) {
            return new OutboxEndpoint(
                    new JdbcBacklog(tables),
                    new JdbcParkedEvents(tables),
                    () -> relay.ifAvailable(RelaySignal::stored),
                    event -> events.publishEvent(new AuditApplicationEvent(event)),
                    properties.endpoint().allowWrites());
        }
    }
}
