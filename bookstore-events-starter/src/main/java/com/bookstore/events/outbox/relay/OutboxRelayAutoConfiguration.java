package com.bookstore.events.outbox.relay;

import com.bookstore.events.lease.JdbcPartitionLeases;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.outbox.JdbcOutboxDatabase;
import com.bookstore.events.outbox.OutboxListener;
import com.bookstore.events.outbox.OutboxTables;
import com.bookstore.events.outbox.RelaySignal;
import com.bookstore.events.outbox.relay.OutboxRelayProperties.OnRefused;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ProducerFactory;

/** Provides the relay of an outbox, unless another application relays it. */
@AutoConfiguration(afterName = "com.bookstore.events.outbox.OutboxAutoConfiguration")
@ConditionalOnBean(type = "com.bookstore.events.outbox.JdbcOutboxDatabase")
@ConditionalOnBooleanProperty(name = OutboxRelayProperties.PREFIX + ".relay", matchIfMissing = true)
@EnableConfigurationProperties(OutboxRelayProperties.class)
public final class OutboxRelayAutoConfiguration {

    OutboxRelayAutoConfiguration() {}

    @Bean
    RelayThread outboxRelay(
            OutboxRelayProperties properties,
            JdbcOutboxDatabase database,
            @Qualifier("eventProducerFactory") ProducerFactory<Object, Object> producers,
            EventRecorder recorder,
            ObjectProvider<OutboxListener> listeners) {
        JdbcRelayTable table = new JdbcRelayTable(database, properties.onRefused() == OnRefused.HOLD_KEY);
        OutboxTables tables = database.tables();
        JdbcPartitionLeases leases = new JdbcPartitionLeases(
                database.dataSource(),
                database.dialect(),
                tables.partitions(),
                tables.relays(),
                OutboxTables.PARTITIONS,
                properties.lease());
        List<OutboxListener> told = listeners.orderedStream().toList();
        OutboxRelay relay = new OutboxRelay(
                table,
                new OutboxSettlement(table, recorder, told),
                new RelayShare(leases, properties.lease()),
                new RelayProducer(
                        producers, properties.lease(), properties.batchBytes().toBytes()),
                properties);
        return new RelayThread(relay, properties.pollInterval(), properties.stopTimeout());
    }

    @Bean
    RelaySignal outboxRelaySignal(RelayThread relay) {
        return relay::wakeUp;
    }
}
