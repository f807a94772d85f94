package com.bookstore.events.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Settings of brokers that are small, start fast, and notice a lost node within seconds. */
final class BrokerProperties {

    private static final String LOOPBACK = "127.0.0.1:";

    private BrokerProperties() {}

    /** The settings of one node; the first half of the ports is for clients, the second for the nodes among themselves. */
    static Map<String, String> of(int node, List<Integer> ports, Map<String, String> overrides) {
        int nodes = ports.size() / 2;
        Map<String, String> properties = new LinkedHashMap<>();
        addIdentity(properties, node, ports);
        addReplication(properties, Integer.toString(Math.min(3, nodes)), Integer.toString(Math.min(2, nodes)));
        addSize(properties);
        properties.put("broker.session.timeout.ms", nodes == 1 ? "3000" : "6000");
        properties.put("broker.heartbeat.interval.ms", "500");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("auto.create.topics.enable", "false");
        properties.putAll(overrides);
        return properties;
    }

    static String bootstrap(List<Integer> clientPorts) {
        return clientPorts.stream().map(port -> LOOPBACK + port).collect(Collectors.joining(","));
    }

    private static void addIdentity(Map<String, String> properties, int node, List<Integer> ports) {
        int nodes = ports.size() / 2;
        String client = "PLAINTEXT://" + LOOPBACK + ports.get(node);
        String controller = "CONTROLLER://" + LOOPBACK + ports.get(nodes + node);
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(id(node)));
        properties.put(
                "controller.quorum.voters",
                IntStream.range(0, nodes)
                        .mapToObj(other -> id(other) + "@" + LOOPBACK + ports.get(nodes + other))
                        .collect(Collectors.joining(",")));
        properties.put("listeners", client + "," + controller);
        properties.put("advertised.listeners", client);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    }

    private static void addReplication(Map<String, String> properties, String replicas, String inSync) {
        properties.put("default.replication.factor", replicas);
        properties.put("min.insync.replicas", inSync);
        properties.put("offsets.topic.replication.factor", replicas);
        properties.put("transaction.state.log.replication.factor", replicas);
        properties.put("transaction.state.log.min.isr", inSync);
        properties.put("share.coordinator.state.topic.replication.factor", replicas);
        properties.put("share.coordinator.state.topic.min.isr", inSync);
    }

    private static void addSize(Map<String, String> properties) {
        properties.put("num.partitions", "3");
        properties.put("offsets.topic.num.partitions", "3");
        properties.put("transaction.state.log.num.partitions", "3");
        properties.put("share.coordinator.state.topic.num.partitions", "3");
        properties.put("log.cleaner.dedupe.buffer.size", "2097152");
    }

    static int id(int node) {
        return node + 1;
    }
}
