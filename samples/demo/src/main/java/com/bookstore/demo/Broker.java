package com.bookstore.demo;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import kafka.server.BrokerServer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A Kafka broker in this process. It makes no topics by itself: that is for the services to do. */
final class Broker implements AutoCloseable {

    private final EmbeddedKafkaKraftBroker kafka = new EmbeddedKafkaKraftBroker(1, 1);

    Broker() {
        kafka.brokerProperties(Map.of(
                "auto.create.topics.enable", "false",
                "offsets.topic.num.partitions", "3",
                "transaction.state.log.num.partitions", "3",
                "group.initial.rebalance.delay.ms", "0"));
        startQuietly();
    }

    String bootstrapServers() {
        return kafka.getBrokersAsString();
    }

    /** Stops serving clients, with everything that it stores kept; what manages the cluster runs on. */
    void stop() {
        cluster().brokers().values().forEach(BrokerServer::shutdown);
    }

    /** Serves clients again after a stop, at the same address, with what it stored. */
    void restart() throws Exception {
        cluster().brokers().values().forEach(BrokerServer::startup);
        cluster().waitForReadyBrokers();
    }

    @Override
    public void close() {
        kafka.destroy();
    }

    private KafkaClusterTestKit cluster() {
        return Objects.requireNonNull(kafka.getCluster());
    }

    /** Formatting its storage, the broker prints to standard output, where only the steps belong. */
    private void startQuietly() {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            kafka.afterPropertiesSet();
        } finally {
            System.setOut(out);
        }
    }
}
