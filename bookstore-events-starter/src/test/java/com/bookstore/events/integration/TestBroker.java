package com.bookstore.events.integration;

import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** One broker for all integration tests of this module; topics and groups are each test's own. */
public final class TestBroker {

    private static final EmbeddedKafkaKraftBroker BROKER = start();

    private TestBroker() {}

    private static EmbeddedKafkaKraftBroker start() {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperty("auto.create.topics.enable", "false");
        broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
        broker.brokerProperty("offsets.topic.num.partitions", "3");
        broker.brokerProperty("transaction.state.log.num.partitions", "3");
        broker.afterPropertiesSet();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::destroy));
        return broker;
    }

    public static String bootstrapServers() {
        return BROKER.getBrokersAsString();
    }
}
