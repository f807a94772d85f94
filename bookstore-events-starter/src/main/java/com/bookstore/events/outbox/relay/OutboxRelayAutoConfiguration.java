package com.bookstore.events.outbox.relay;

import com.bookstore.events.lease.JdbcPartitionLeases;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.outbox.OutboxListener;
import com.bookstore.events.outbox.OutboxTables;
import com.bookstore.events.outbox.RelaySignal;
import com.bookstore.events.outbox.relay.OutboxRelayProperties.OnRefused;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ProducerFactory;

/** Provides the relay of an outbox, unless another application relays it. */
@AutoConfiguration(afterName = "com.bookstore.events.outbox.OutboxAutoConfiguration")
@ConditionalOnBean(OutboxTables.class)
@EnableConfigurationProperties(OutboxRelayProperties.class)
public final class OutboxRelayAutoConfiguration {

    OutboxRelayAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = OutboxRelayProperties.PREFIX + ".relay", matchIfMissing = true)
    static class Relaying {

        @Bean
        RelayThread outboxRelay(
                OutboxRelayProperties properties,
                OutboxTables tables,
                @Qualifier("eventProducerFactory") ProducerFactory<Object, Object> producers,
                EventRecorder recorder,
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
                    properties);
            return new RelayThread(relay, properties.pollInterval(), properties.stopTimeout());
        }

        @Bean
        RelaySignal outboxRelaySignal(RelayThread relay) {
            return relay::wakeUp;
        }
    }
}
